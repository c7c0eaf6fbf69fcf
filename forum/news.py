"""What the forum tells its members, as it stands now: edited posts say what they say after the edit."""

from collections.abc import Callable, Collection, Mapping

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from community.lib import markdown
from community.notifications.registry import Current
from community.people.models import User
from forum.engine import Post
from forum.models import TopicNote
from forum.permissions import can_read_post, in_full_view
from forum.queries import answer_url, post_url

TOPIC, REPLY, REPLY_TO_YOU, MENTION, ANSWERED = "topic", "reply", "reply_to_you", "mention", "answered"
ASSIGNED, HELP = "assigned", "help"
EXCERPT = 300  # characters of a post in the inbox


def thread_of(topic_pk: int) -> str:
    """What news about one topic belongs to."""
    return f"topic:{topic_pk}"


def key_of(post: Post) -> str:
    """Told once per post, whatever it is told as. Mails about it have their Message-ID from this.

    What is now the first post of a topic that was split off was told as a reply, and goes by that name.
    """
    is_first = post.pk == post.topic.first_post_id
    return f"post:{post.pk}" if not is_first or _split_off(post.topic_id).exists() else thread_of(post.topic_id)


def _split_off(topic: int | OuterRef) -> QuerySet[TopicNote]:
    """Something, if the topic was begun with posts of another."""
    return TopicNote.objects.filter(topic=topic, kind=TopicNote.Kind.SPLIT_FROM)


def title_of(kind: str, post: Post) -> str:
    words = {
        TOPIC: _("New topic in %(forum)s: %(topic)s"),
        REPLY: _("%(name)s replied in %(topic)s"),
        REPLY_TO_YOU: _("%(name)s answered you in %(topic)s"),
        MENTION: _("%(name)s mentioned you in %(topic)s"),
        ANSWERED: "",  # as it was told: the question it answers is another post
    }
    return words[kind] % {"name": writer_of(post), "topic": post.topic.subject, "forum": post.topic.forum.name}


def writer_of(post: Post) -> str:
    return post.poster.display_name if post.poster else post.username or _("A participant")


def excerpt_of(post: Post) -> str:
    return Truncator(markdown.to_text(post.content.raw)).chars(EXCERPT)


def saying(kind: str) -> Callable[[User, Collection[str]], Mapping[str, Current]]:
    """What posts say now, told as news of that kind, by their ids. One query for all."""

    def say(user: User, object_ids: Collection[str]) -> Mapping[str, Current]:
        ids = [int(one) for one in object_ids if one.isascii() and one.isdigit() and len(one) < 19]
        rows = Post.objects.filter(pk__in=ids)
        posts = rows.select_related("detail", "poster", "topic__detail", "topic__forum").annotate(
            in_split_topic=Exists(_split_off(OuterRef("topic")))
        )
        return {
            str(post.pk): _current(kind, post) for post in posts if in_full_view(post) and can_read_post(user, post)
        }

    return say


def collapse(number: int, newest: Current) -> str:
    """Several replies, shown and mailed as one."""
    said = ngettext("%(number)d new reply in %(topic)s", "%(number)d new replies in %(topic)s", number)
    return said % {"number": number, "topic": newest.about}


def _current(kind: str, post: Post) -> Current:
    topic = post.topic
    is_first, by_title = post.pk == topic.first_post_id, kind == ANSWERED
    in_thread = topic.subject if is_first else f"Re: {topic.subject}"  # as mail programs know a thread
    return Current(
        title=title_of(kind, post),
        url=post_url(post),
        text=excerpt_of(post),
        words=post.content.rendered,
        by=writer_of(post),
        answer_url=answer_url(post),
        about=topic.subject,
        subject="" if by_title else in_thread,
        place=topic.forum.name,
        place_id=f"forum-{topic.forum_id}",
        parent=_parent_of(post),
        root=_root_of(post),
    )


def _root_of(post: Post) -> str:
    """The key of the first post, from which mail programs make a thread."""
    return f"post:{post.topic.first_post_id}" if post.in_split_topic else thread_of(post.topic_id)


def _parent_of(post: Post) -> str:
    """The key of the post that this one replies to, where its author said so."""
    parent_id = getattr(getattr(post, "detail", None), "reply_to_id", None)
    if not parent_id:
        return ""
    return _root_of(post) if parent_id == post.topic.first_post_id else f"post:{parent_id}"
