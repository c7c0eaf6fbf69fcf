"""Who may still listen: rights are asked again while a socket is open, not only once (safety 1.5, 12; A7, A8)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from community.live.actions.rehearsal import settle_rehearsal
from community.live.models import Attendee, Room, RoomEvent, RoomSpeaker
from community.live.permissions import Somebody, can_moderate_room, can_read_room
from community.people.models import User

SIGNED_OUT, NOT_ALLOWED = 4401, 4403  # close codes of ours


@dataclass(frozen=True)
class Visitor:
    """Who sits behind a socket: a member with the session they came with, a guest in some rooms, or nobody.

    `speaker_id`: the speaker whose personal link the page was opened with.
    """

    user_id: int | None = None
    session_key: str | None = None
    guest_ids: frozenset[int] = frozenset()
    speaker_id: int | None = None


@dataclass(frozen=True)
class Claim:
    """What one socket listens to."""

    visitor: Visitor
    feeds: tuple[tuple[int, str], ...] = field(default=())


def readable_room(visitor: Visitor, slug: str, stream: str) -> Room | None:
    """The room, if this visitor may follow this stream of it now; otherwise as if it did not exist."""
    room = Room.objects.filter(slug=slug).first()
    if room is None or stream not in RoomEvent.Stream.values:
        return None
    settle_rehearsal(room)
    people = _People([visitor], {room.pk})
    user = User.objects.active().filter(pk=visitor.user_id).first() if visitor.user_id else None
    return room if people.may_follow(visitor, user, room, stream) else None


def lost_claims(claims: Iterable[Claim]) -> dict[Claim, int]:
    """The claims that no longer hold, with the close code for each: a fixed number of queries for all, and a few more
    for each room that is not open to everyone."""
    claims = list(claims)
    visitors = {claim.visitor for claim in claims}
    members = _members({visitor for visitor in visitors if visitor.user_id})
    rooms = Room.objects.in_bulk({room_id for claim in claims for room_id, _stream in claim.feeds})
    people = _People(visitors, rooms.keys())
    lost = {}
    for claim in claims:
        visitor = claim.visitor
        if visitor.user_id and visitor not in members:
            lost[claim] = SIGNED_OUT
        elif not all(
            room_id in rooms and people.may_follow(visitor, members.get(visitor), rooms[room_id], stream)
            for room_id, stream in claim.feeds
        ):
            lost[claim] = NOT_ALLOWED
    return lost


class _People:
    """The guests, speakers and banned people that matter for some rooms, read at once."""

    def __init__(self, visitors: Iterable[Visitor], room_ids: Iterable[int]) -> None:
        visitors = list(visitors)
        banned = Attendee.objects.filter(room__in=list(room_ids)).exclude(banned_at=None)
        self.banned_members = set(banned.exclude(user=None).values_list("room_id", "user_id"))
        self.banned_guests = set(banned.filter(user=None).values_list("pk", flat=True))
        speaker_ids = {visitor.speaker_id for visitor in visitors if visitor.speaker_id}
        self.speakers = RoomSpeaker.objects.in_bulk(speaker_ids) if speaker_ids else {}

    def may_follow(self, visitor: Visitor, user: User | None, room: Room, stream: str) -> bool:
        if (room.pk, visitor.user_id) in self.banned_members or visitor.guest_ids & self.banned_guests:
            return False
        if stream == RoomEvent.Stream.DESK:
            return user is not None and can_moderate_room(user, room)
        return any(can_read_room(voice, room) for voice in self._voices(visitor, user))

    def _voices(self, visitor: Visitor, user: User | None) -> Iterable[Somebody]:
        yield user or AnonymousUser()
        if speaker := self.speakers.get(visitor.speaker_id or 0):
            yield speaker


def _members(visitors: set[Visitor]) -> dict[Visitor, User]:
    """Those whose account is open and whose session is still good for it."""
    users = User.objects.active().in_bulk({visitor.user_id for visitor in visitors})
    keys = [visitor.session_key for visitor in visitors]
    sessions = {row.session_key: row for row in Session.objects.filter(session_key__in=keys)}
    found = {}
    for visitor in visitors:
        user, session = users.get(visitor.user_id), sessions.get(visitor.session_key or "")
        if user and session and _is_good(session, user):
            found[visitor] = user
    return found


def _is_good(session: Session, user: User) -> bool:
    if session.expire_date <= timezone.now():
        return False
    facts = session.get_decoded()
    known = facts.get(HASH_SESSION_KEY, "")
    return facts.get(SESSION_KEY) == str(user.pk) and constant_time_compare(known, user.get_session_auth_hash())
