"""Who may still listen: rights are asked again while a socket is open, not only once (safety 1.5, 12; A7, A8)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from community.live.guests import guest_ids
from community.live.models import Attendee, Room, RoomEvent, RoomSpeaker
from community.live.permissions import Somebody, can_moderate_room, is_in_audience
from community.people.models import User

FeedKey = tuple[int, str]  # a room, and one of its streams

SIGNED_OUT, NOT_ALLOWED = 4401, 4403  # close codes of ours


@dataclass(frozen=True)
class Visitor:
    """Who sits behind a socket: a member with the session they came with, a guest in some rooms, or nobody.

    `speaker_id`, `speaker_key`: the speaker whose personal link the page was opened with, and the key of that link.
    """

    user_id: int | None = None
    session_key: str | None = None
    guest_ids: frozenset[int] = frozenset()
    speaker_id: int | None = None
    speaker_key: str = ""


@dataclass(frozen=True)
class Claim:
    """What one socket listens to."""

    visitor: Visitor
    feeds: tuple[FeedKey, ...] = ()


def visitors_by_session(keys: set[str]) -> tuple[dict[str, Visitor], dict[int, User]]:
    """Who came with which session, and the members among them by their ids: two queries. Nobodies are left out."""
    found = (
        Session.objects.filter(session_key__in=keys, expire_date__gt=timezone.now()) if keys else Session.objects.none()
    )
    facts = {key: _decoded(data) for key, data in found.values_list("session_key", "session_data")}
    users = User.objects.active().in_bulk({pk for known in facts.values() if (pk := _user_id(known))})
    visitors = {}
    for key, known in facts.items():
        user = users.get(_user_id(known) or 0)
        if user and _is_good(known, user):
            visitors[key] = Visitor(user.pk, key, guest_ids(known))
        elif guests := guest_ids(known):
            visitors[key] = Visitor(guest_ids=guests)
    return visitors, users


def speakers_by_token(tokens: set[str]) -> dict[str, Visitor]:
    """Those whose link is good now; one or two queries for each."""
    found = {token: RoomSpeaker.objects.by_token(token) for token in tokens}
    return {
        token: Visitor(speaker_id=speaker.pk, speaker_key=speaker.key) for token, speaker in found.items() if speaker
    }


def lost_claims(claims: Iterable[Claim]) -> dict[Claim, int]:
    """The claims that no longer hold, with the close code for each: a fixed number of queries for all, and a few more
    for each member in a room that not all members may read."""
    claims = list(claims)
    keys = {claim.visitor.session_key for claim in claims if claim.visitor.session_key}
    known, users = visitors_by_session(keys)
    rooms = Room.objects.in_bulk({room_id for claim in claims for room_id, _stream in claim.feeds})
    people = People({claim.visitor for claim in claims}, rooms.values())
    lost = {}
    for claim in claims:
        visitor = claim.visitor
        if visitor.user_id and known.get(visitor.session_key or "", Visitor()).user_id != visitor.user_id:
            lost[claim] = SIGNED_OUT
        elif not all(
            room_id in rooms and people.may_follow(visitor, users.get(visitor.user_id or 0), rooms[room_id], stream)
            for room_id, stream in claim.feeds
        ):
            lost[claim] = NOT_ALLOWED
    return lost


class People:
    """The banned, the speakers and the members of groups that matter for some rooms, read at once."""

    def __init__(self, visitors: Iterable[Visitor], rooms: Iterable[Room]) -> None:
        visitors, rooms = list(visitors), list(rooms)
        banned = Attendee.objects.filter(room__in=rooms).exclude(banned_at=None)
        self.banned_members = set(banned.exclude(user=None).values_list("room_id", "user_id"))
        self.banned_guests = set(banned.filter(user=None).values_list("pk", flat=True))
        speaker_ids = {visitor.speaker_id for visitor in visitors if visitor.speaker_id}
        self.speakers = RoomSpeaker.objects.in_bulk(speaker_ids) if speaker_ids else {}
        groups = {room.group_id for room in rooms if room.group_id}
        joined = User.groups.through.objects.filter(group__in=groups).values_list("user_id", "group_id")
        self.joined = set(joined) if groups else set()

    def may_follow(self, visitor: Visitor, user: User | None, room: Room, stream: str) -> bool:
        if (room.pk, visitor.user_id) in self.banned_members or visitor.guest_ids & self.banned_guests:
            return False
        if visitor.speaker_id and not self._has_good_link(visitor):
            return False
        if stream == RoomEvent.Stream.DESK:
            return user is not None and can_moderate_room(user, room)
        if room.audience == Room.Audience.GROUP and (visitor.user_id, room.group_id) in self.joined:
            return True
        return any(is_in_audience(voice, room) for voice in self._voices(visitor, user))

    def _has_good_link(self, visitor: Visitor) -> bool:
        speaker = self.speakers.get(visitor.speaker_id or 0)
        return speaker is not None and speaker.link_is_good and speaker.key == visitor.speaker_key

    def _voices(self, visitor: Visitor, user: User | None) -> Iterable[Somebody]:
        yield user or AnonymousUser()
        if speaker := self.speakers.get(visitor.speaker_id or 0):
            yield speaker


def _user_id(facts: Mapping[str, Any]) -> int | None:
    found = str(facts.get(SESSION_KEY, ""))
    return int(found) if found.isascii() and found.isdigit() else None


def _is_good(facts: Mapping[str, Any], user: User) -> bool:
    """Whether the session was opened with the password that the account still has."""
    return constant_time_compare(facts.get(HASH_SESSION_KEY, ""), _hash_of(user.password))


# A room full of members is asked about every few seconds, and hardly any session changes meanwhile. What follows from
# the very bytes of a row is worked out once.


@lru_cache(maxsize=10_000)
def _decoded(data: str) -> Mapping[str, Any]:
    return MappingProxyType(Session(session_data=data).get_decoded())


@lru_cache(maxsize=10_000)
def _hash_of(password: str) -> str:
    return User(password=password).get_session_auth_hash()
