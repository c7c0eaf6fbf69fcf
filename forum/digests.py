"""What the forum brings into a digest: one's own open questions, what one follows in it, three topics worth reading."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from community.notifications import digest
from community.notifications.digest import Item, Section
from community.notifications.models import Follow, Level
from community.people.models import User
from forum.access import access_of
from forum.engine import Post, Topic
from forum.following import anchored_in, places_above
from forum.listing import open_questions
from forum.models import ReadMark, TopicDetail
from forum.permissions import can_reply
from forum.queries import answer_url, topic_url

MOST, WORTH_READING = 5, 3


def register() -> None:
    digest.register("open_questions", own_questions, order=10)
    digest.register("followed", followed, order=15)
    digest.register("worth_reading", worth_reading, order=50)


def own_questions(user: User, since: datetime) -> Section:
    """Topics in which a question of the member waits for its answer, however long."""
    mine = open_questions().filter(post__topic=OuterRef("pk"), post__poster=user)
    topics = _readable(user).filter(Exists(mine)).order_by("-last_post_on")[:MOST]
    return Section(
        _("Your open questions"), [Item(topic.subject, topic_url(topic), _replies(topic)) for topic in topics]
    )


def followed(user: User, since: datetime) -> Section:
    """What happened in the topics, forums and ecosystems that the member follows in the digest."""
    ids: dict[str, list[str]] = {kind: [] for kind in ("topic", "forum", "ecosystem", *places_above())}
    rows = Follow.objects.of(user).filter(kind__in=ids, level=Level.DIGEST).values_list("kind", "object_id")
    for kind, object_id in rows:
        ids[kind].append(object_id)
    tagged = TopicDetail.ecosystems.through.objects.filter(topicdetail__topic=OuterRef("pk"))
    places = Q(forum__in=ids["forum"]) | Exists(tagged.filter(ecosystem__in=[int(pk) for pk in ids["ecosystem"]]))
    known = Q(pk__in=ids["topic"]) | anchored_in(ids) | (places & Q(created__gte=since))
    topics = _news(user, since).filter(known).exclude(poster=user).order_by("-last_post_on")[: 2 * MOST] if rows else []
    return Section(_("In what you follow"), [_item(user, topic) for topic in topics])


def worth_reading(user: User, since: datetime) -> Section:
    """The liveliest topics since then in which the member has not taken part."""
    follows = Follow.objects.of(user).filter(kind="topic").values_list("object_id", flat=True)
    others = _news(user, since).exclude(pk__in=[int(pk) for pk in follows])
    topics = others.order_by("-posts_count", "-last_post_on")[:WORTH_READING]
    return Section(_("Worth reading"), [_item(user, topic) for topic in topics])


def _item(user: User, topic: Topic) -> Item:
    """With the address of the box to write in, where the member may."""
    answer = answer_url(topic.first_post) if topic.first_post_id and can_reply(user, topic) else ""
    return Item(topic.subject, topic_url(topic), _where(topic), answer)


def _readable(user: User) -> QuerySet:
    """What the member may read at this moment, without what they have muted."""
    muted: dict[str, list[int]] = {"topic": [], "forum": []}
    rows = Follow.objects.of(user).filter(kind__in=muted, level=Level.MUTE)
    for kind, object_id in rows.values_list("kind", "object_id"):
        muted[kind].append(int(object_id))
    topics = Topic.objects.filter(forum__in=access_of(user).readable, approved=True, detail__hidden_at=None)
    return topics.exclude(Q(pk__in=muted["topic"]) | Q(forum__in=muted["forum"])).select_related(
        "forum", "detail", "first_post"
    )


def _news(user: User, since: datetime) -> QuerySet:
    """With a post since then that is neither the member's own nor read."""
    read = ReadMark.objects.filter(user=user, topic=OuterRef("pk"), read_at__gte=OuterRef("last_post_on"))
    new = Post.objects.filter(topic=OuterRef("pk"), created__gte=since, approved=True, detail__hidden_at=None)
    others = new.exclude(poster=user)
    return _readable(user).filter(~Exists(read), Exists(others), last_post_on__gte=since)


def _replies(topic: Topic) -> str:
    count = max(topic.posts_count - 1, 0)
    if not count:
        return _("No reply yet")
    return ngettext("%(count)d reply, no answer yet", "%(count)d replies, no answer yet", count) % {"count": count}


def _where(topic: Topic) -> str:
    count = max(topic.posts_count - 1, 0)
    replies = ngettext("%(count)d reply", "%(count)d replies", count) % {"count": count}
    return f"{topic.forum.name} · {replies}" if count else topic.forum.name
