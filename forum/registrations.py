"""What the floors below are told about topics and posts: how to find, report and hide them, and who hears of them."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from community.lib import markdown
from community.moderation import registry as moderation
from community.notifications import due, followables
from community.notifications import registry as notifications
from community.people.models import User
from community.search import registry as search
from forum import actions, digests, documents, following, news
from forum.access import readers_among
from forum.announcing import waiting_of
from forum.engine import Post, Topic
from forum.permissions import can_read_post, can_read_topic, in_full_view, waits
from forum.queries import find_post, post_url, topic_url
from forum.waiting import waiting_posts


def register() -> None:
    """Once, when the app is ready."""
    _register_reports()
    _register_search()
    _register_news()
    _register_following()
    digests.register()
    due.register(actions.sweep_files)
    due.register(actions.drop_old_drafts)


def _register_reports() -> None:
    moderation.register(
        "post",
        label=_("post"),
        find=_find_post,
        title=lambda post: post.topic.subject,
        url=post_url,
        author=lambda post: post.poster,
        can_see=can_read_post,
        hide=actions.hide_post,
        restore=actions.restore_post,
        text=lambda post: markdown.to_text(post.content.raw),
        approve=actions.approve_post,
        reject=actions.reject_post,
        waits=waits,
        waiting=lambda: [waiting_of(post) for post in waiting_posts()],
    )
    moderation.register(
        "topic",
        label=_("topic"),
        find=_find_topic,
        title=lambda topic: topic.subject,
        url=topic_url,
        author=lambda topic: topic.poster,
        can_see=can_read_topic,
        hide=actions.hide_topic,
        restore=actions.restore_topic,
        text=_opening_words,
    )


def _register_news() -> None:
    """Mails about posts wait until their authors have had their second thoughts."""
    for kind in (news.TOPIC, news.REPLY, news.REPLY_TO_YOU, news.MENTION, news.ANSWERED):
        notifications.register(
            kind,
            current=news.saying(kind),
            who_may_see=_readers_of,
            collapsed=news.collapse if kind == news.REPLY else None,
            needs_follow=kind in {news.TOPIC, news.REPLY},
            mail=True,
            waits=kind != news.ANSWERED,
        )

    for kind in (news.ASSIGNED, news.HELP):
        notifications.register(
            kind,
            may_see=lambda user, object_id: bool(documents.readable_posts(user, [object_id])),
            may_see_many=documents.readable_posts,
            who_may_see=_readers_of,
            mail=True,
        )


def _register_following() -> None:
    followables.register(following.TOPIC, label=_("Topics"), describe=following.topics, joins=True)
    followables.register(following.FORUM, label=_("Forums"), describe=following.forums)
    followables.register(
        following.ECOSYSTEM,
        label=_("Industrial ecosystems"),
        describe=following.ecosystems,
        offered=following.all_ecosystems,
    )


def _register_search() -> None:
    search.register(
        "topic",
        label=_("Topics"),
        visible=documents.visible,
        readable=documents.readable_topics,
        documents=documents.topic_documents,
    )
    search.register(
        "post",
        label=_("Posts"),
        visible=documents.visible,
        readable=documents.readable_posts,
        documents=documents.post_documents,
    )


def _find_post(object_id: str) -> Post | None:
    return find_post(int(object_id)) if _is_number(object_id) else None


def _find_topic(object_id: str) -> Topic | None:
    rows = Topic.objects.select_related("detail", "forum", "poster", "first_post")
    return rows.filter(pk=int(object_id)).first() if _is_number(object_id) else None


def _is_number(object_id: str) -> bool:
    return object_id.isascii() and object_id.isdigit() and len(object_id) < 19


def _readers_of(users: Sequence[User], object_id: str, post: Post | None = None) -> list[User]:
    post = post or _find_post(object_id)
    return readers_among(post.topic.forum, users) if post and in_full_view(post) else []


def _opening_words(topic: Topic) -> str:
    first: Post | None = topic.first_post
    return markdown.to_text(first.content.raw) if first else ""
