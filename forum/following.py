"""Who hears of a post: who follows its topic, or the places in which the topic stands."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Q, QuerySet

from community.lib.prepared import Prepared
from community.notifications.followables import Followed
from community.notifications.models import Follow, Level
from community.people.models import Ecosystem, User
from forum.access import access_of
from forum.engine import Forum, Topic
from forum.permissions import can_read_topic
from forum.queries import forum_url, topic_detail, topic_url

TOPIC, FORUM, ECOSYSTEM = "topic", "forum", "ecosystem"
Place = tuple[str, str]  # kind and id, as they are followed


@dataclass(frozen=True)
class Audience:
    """By user id: why somebody hears of it, who wants to hear of nothing there, and who has decided about the topic."""

    reasons: Mapping[int, Place]
    muted: frozenset[int]
    decided: frozenset[int]
    people: Mapping[int, User]

    def listeners(self, but: int | None = None) -> list[User]:
        """Those who hear of it, `but` for who wrote it. All that is known of them is whether they may."""
        return [self.people[pk] for pk in self.reasons if pk != but]

    def without_muted(self, users: Iterable[User]) -> list[User]:
        return [user for user in users if user.pk not in self.muted]


PlacesOf = Callable[[Topic], Iterable[Place]]
AnchorsOf = Callable[[Collection[str]], tuple[str, Collection[str]]]
_more_places: list[tuple[PlacesOf, bool]] = []
_anchors: dict[str, AnchorsOf] = {}


def register_places(kind: str, places_of: PlacesOf, anchors_of: AnchorsOf, *, with_replies: bool = False) -> None:
    """Let a floor above say in which of its places a topic stands, such as a series; to be called in `ready`.

    Whoever follows them hears of the topic, and `with_replies` of all that is said in it. `anchors_of` says the same
    the other way round: to which pages, by their kind and ids, the topics of these places belong.
    """
    _more_places.append((places_of, with_replies))
    _anchors[kind] = anchors_of


def places_above() -> list[str]:
    """The kinds of places that floors above have brought."""
    return list(_anchors)


def anchored_in(ids: Mapping[str, Collection[str]]) -> Q:
    """The topics that stand in those places of the floors above, by kind and ids."""
    topics = Q(pk__in=[])
    for kind, anchors_of in _anchors.items():
        if ids.get(kind):
            anchor_kind, anchor_ids = anchors_of(ids[kind])
            topics |= Q(detail__anchor_kind=anchor_kind, detail__anchor_id__in=anchor_ids)
    return topics


def audience_of(topic: Topic, *, is_new: bool) -> Audience:
    """Who follows the topic, or what it stands in, at once. What somebody said of the topic itself beats the rest.

    One query, and what the floors above need to find their places.
    """
    own: Place = (TOPIC, str(topic.pk))
    forum: Place = (FORUM, str(topic.forum_id))
    places = [own, *_places_above(topic, is_new=is_new), forum]
    said: dict[int, dict[Place, str]] = {}
    people: dict[int, User] = {}
    for kind, object_id, level, *standing in _follows(places):
        said.setdefault(standing[0], {})[kind, object_id] = level
        people[standing[0]] = User.from_db(DEFAULT_DB_ALIAS, _STANDING, standing)
    muted = {pk for pk, levels in said.items() if _is_muted(levels, own)}
    reasons: dict[int, Place] = {}
    for pk, levels in said.items():
        heard = [place for place in places if levels.get(place) == Level.INSTANT and (is_new or place != forum)]
        if heard and pk not in muted and levels.get(own, Level.INSTANT) == Level.INSTANT:
            reasons[pk] = heard[0]
    return Audience(reasons, frozenset(muted), frozenset(pk for pk, levels in said.items() if own in levels), people)


def _is_muted(levels: Mapping[Place, str], own: Place) -> bool:
    return levels[own] == Level.MUTE if own in levels else Level.MUTE in levels.values()


def _follows(places: Iterable[Place]) -> list[tuple[Any, ...]]:
    return _FOLLOWS(*[word for place in places for word in place])


def _follows_of(*words: Any) -> QuerySet:
    """`words`: kind and id of each place in turn."""
    which = Q()
    for kind, object_id in zip(words[::2], words[1::2], strict=True):
        which |= Q(kind=kind, object_id=object_id)
    who = [f"user__{name}" for name in _STANDING]
    return Follow.objects.order_by().filter(which).values_list("kind", "object_id", "level", *who)


# What decides whether somebody may read something, in the order of the columns, as `from_db` wants it. To read whole
# accounts would cost more.
_KNOWN = {"id", "is_active", "is_superuser"}
_STANDING = tuple(field.attname for field in User._meta.concrete_fields if field.attname in _KNOWN)
_FOLLOWS = Prepared(_follows_of)


def _places_above(topic: Topic, *, is_new: bool) -> list[Place]:
    asked = [places_of for places_of, with_replies in _more_places if is_new or with_replies]
    above = [place for places_of in asked for place in places_of(topic)]
    return [*above, *_ecosystems_of(topic)] if is_new else above


def _ecosystems_of(topic: Topic) -> list[Place]:
    detail = topic_detail(topic)
    return [(ECOSYSTEM, str(pk)) for pk in detail.ecosystems.values_list("pk", flat=True)] if detail.pk else []


# --- What a member may know of what they follow -------------------------------------------------------------------


def topics(user: User, object_ids: Collection[str]) -> dict[str, Followed]:
    rows = Topic.objects.filter(pk__in=_numbers(object_ids)).select_related("detail", "forum")
    return {str(topic.pk): Followed(topic.subject, topic_url(topic)) for topic in rows if can_read_topic(user, topic)}


def forums(user: User, object_ids: Collection[str]) -> dict[str, Followed]:
    found = access_of(user)
    shown: list[Forum] = [found.forums[pk] for pk in _numbers(object_ids) if pk in found.readable]
    return {str(forum.pk): Followed(forum.name, forum_url(forum)) for forum in shown}


def ecosystems(user: User, object_ids: Collection[str]) -> dict[str, Followed]:
    """Everybody may follow each; its topics are told to those who may read them."""
    return _described(Ecosystem.objects.filter(pk__in=_numbers(object_ids)))


def all_ecosystems(user: User) -> dict[str, Followed]:
    return _described(Ecosystem.objects.all())


def _described(rows: Iterable[Ecosystem]) -> dict[str, Followed]:
    return {str(one.pk): Followed(one.name, "/forum/") for one in rows}


def _numbers(object_ids: Collection[str]) -> list[int]:
    return [int(one) for one in object_ids if one.isascii() and one.isdigit() and len(one) < 19]
