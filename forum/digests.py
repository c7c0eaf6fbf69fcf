"""What the forum brings into a digest: one's own open questions, what one follows in it, three topics worth reading."""

from collections.abc import Mapping
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
from forum.following import ECOSYSTEM, FORUM, TOPIC, anchored_in, places_above
from forum.listing import open_questions
from forum.models import ReadMark, TopicDetail
from forum.permissions import can_reply
from forum.queries import answer_url, topic_url

Levels = dict[str, dict[int, str]]  # by kind and id

MOST, WORTH_READING = 5, 3


def register() -> None:
    digest.register("open_questions", own_questions, order=10)
    digest.register("followed", followed, order=15)
    digest.register("worth_reading", worth_reading, order=50)


def own_questions(user: User, since: datetime) -> Section:
    """Topics in which a question of the member waits for its answer, however long."""
    mine = open_questions().filter(post__topic=OuterRef("pk"), post__poster=user)
    topics = _readable(user, _levels(user)).filter(Exists(mine)).order_by("-last_post_on")[:MOST]
    return Section(
        _("Your open questions"), [Item(topic.subject, topic_url(topic), _replies(topic)) for topic in topics]
    )


def followed(user: User, since: datetime) -> Section:
    """What happened in the topics, forums and ecosystems that the member follows in the digest."""
    levels = _levels(user)
    ids = _at(levels, Level.DIGEST)
    known = Q(pk__in=ids[TOPIC]) | anchored_in(ids) | (_standing_in(ids) & Q(created__gte=since))
    topics = _news(user, since, levels).filter(known).exclude(poster=user).order_by("-last_post_on")[: 2 * MOST]
    return Section(_("In what you follow"), [_item(user, topic) for topic in topics] if any(ids.values()) else [])


def worth_reading(user: User, since: datetime) -> Section:
    """The liveliest topics since then in which the member has not taken part."""
    levels = _levels(user)
    others = _news(user, since, levels).exclude(pk__in=levels[TOPIC])
    topics = others.order_by("-posts_count", "-last_post_on")[:WORTH_READING]
    return Section(_("Worth reading"), [_item(user, topic) for topic in topics])


def _item(user: User, topic: Topic) -> Item:
    """With the address of the box to write in, where the member may."""
    answer = answer_url(topic.first_post) if topic.first_post_id and can_reply(user, topic) else ""
    return Item(topic.subject, topic_url(topic), _where(topic), answer)


def _levels(user: User) -> Levels:
    """How closely the member follows topics, and what topics stand in. One query."""
    levels: Levels = {kind: {} for kind in (TOPIC, FORUM, ECOSYSTEM, *places_above())}
    rows = Follow.objects.of(user).filter(kind__in=levels)
    for kind, object_id, level in rows.values_list("kind", "object_id", "level"):
        levels[kind][int(object_id)] = level
    return levels


def _at(levels: Levels, level: str) -> dict[str, list[str]]:
    """By kind, the ids of what is followed at that level."""
    return {kind: [str(pk) for pk, its in known.items() if its == level] for kind, known in levels.items()}


def _standing_in(ids: Mapping[str, list[str]]) -> Q:
    """The topics of these forums and ecosystems."""
    tagged = TopicDetail.ecosystems.through.objects.filter(topicdetail__topic=OuterRef("pk"))
    return Q(forum__in=ids[FORUM]) | Q(Exists(tagged.filter(ecosystem__in=[int(pk) for pk in ids[ECOSYSTEM]])))


def _readable(user: User, levels: Levels) -> QuerySet:
    """What the member may read at this moment, without what they have muted. What they said of a topic itself beats
    what they said of where it stands, as it does when they are told at once."""
    muted = _at(levels, Level.MUTE)
    decided = levels[TOPIC].keys() - {int(pk) for pk in muted[TOPIC]}
    quiet = Q(pk__in=muted[TOPIC]) | ((_standing_in(muted) | anchored_in(muted)) & ~Q(pk__in=decided))
    topics = Topic.objects.filter(forum__in=access_of(user).readable, approved=True, detail__hidden_at=None)
    return topics.exclude(quiet).select_related("forum", "detail", "first_post")


def _news(user: User, since: datetime, levels: Levels) -> QuerySet:
    """With a post since then that is neither the member's own nor read."""
    read = ReadMark.objects.filter(user=user, topic=OuterRef("pk"), read_at__gte=OuterRef("last_post_on"))
    new = Post.objects.filter(topic=OuterRef("pk"), created__gte=since, approved=True, detail__hidden_at=None)
    others = new.exclude(poster=user)
    return _readable(user, levels).filter(~Exists(read), Exists(others), last_post_on__gte=since)


def _replies(topic: Topic) -> str:
    count = max(topic.posts_count - 1, 0)
    if not count:
        return _("No reply yet")
    return ngettext("%(count)d reply, no answer yet", "%(count)d replies, no answer yet", count) % {"count": count}


def _where(topic: Topic) -> str:
    count = max(topic.posts_count - 1, 0)
    replies = ngettext("%(count)d reply", "%(count)d replies", count) % {"count": count}
    return f"{topic.forum.name} · {replies}" if count else topic.forum.name
