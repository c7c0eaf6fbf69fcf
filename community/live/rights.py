"""Who may still listen: rights are asked again while a socket is open, not only once (safety 1.5, 12; A7, A8)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from community.live.models import Room, RoomEvent
from community.live.permissions import can_moderate_room, can_read_room
from community.people.models import User
from community.people.permissions import Person

SIGNED_OUT, NOT_ALLOWED = 4401, 4403  # close codes of ours


@dataclass(frozen=True)
class Visitor:
    """Who sits behind a socket: a member with the session they came with, or a guest."""

    user_id: int | None = None
    session_key: str | None = None


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
    user = User.objects.filter(pk=visitor.user_id, is_active=True).first() if visitor.user_id else None
    return room if _may_follow(user or AnonymousUser(), room, stream) else None


def lost_claims(claims: Iterable[Claim]) -> dict[Claim, int]:
    """The claims that no longer hold, with the close code for each: two queries for all who are signed in, and a few
    more for each room that is not open to everyone."""
    claims = list(claims)
    members = _members({claim.visitor for claim in claims if claim.visitor.user_id})
    rooms = Room.objects.in_bulk({room_id for claim in claims for room_id, _stream in claim.feeds})
    lost = {}
    for claim in claims:
        if claim.visitor.user_id and claim.visitor not in members:
            lost[claim] = SIGNED_OUT
        elif not _holds(members.get(claim.visitor) or AnonymousUser(), claim, rooms):
            lost[claim] = NOT_ALLOWED
    return lost


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


def _holds(user: Person, claim: Claim, rooms: dict[int, Room]) -> bool:
    return all(room_id in rooms and _may_follow(user, rooms[room_id], stream) for room_id, stream in claim.feeds)


def _may_follow(user: Person, room: Room, stream: str) -> bool:
    return can_moderate_room(user, room) if stream == RoomEvent.Stream.DESK else can_read_room(user, room)
