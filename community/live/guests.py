"""Guests: people without an account who joined one room with its code. Their session remembers which row is theirs."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest

from community.live.errors import Suspended
from community.live.models import Attendee, Room
from community.people.models import User
from community.people.suspension import suspension_of

SESSION_KEY = "live_guests"


def remember_guest(request: HttpRequest, attendee: Attendee) -> None:
    """Let this browser speak as the guest from now on, in that one room."""
    request.session[SESSION_KEY] = {**request.session.get(SESSION_KEY, {}), str(attendee.room_id): attendee.pk}


def forget_guest(request: HttpRequest, room: Room) -> None:
    """Let this browser be nobody in the room again."""
    guests = {**request.session.get(SESSION_KEY, {})}
    if guests.pop(str(room.pk), None) is not None:
        request.session[SESSION_KEY] = guests


def check_not_suspended(request: HttpRequest) -> None:
    """Nobody goes on as a guest by signing out. Raises Suspended."""
    if until := suspension_of(request):
        raise Suspended(until)


def guest_ids(session: Mapping[str, Any]) -> frozenset[int]:
    """The guests that a session may speak as, by their ids."""
    return frozenset(session.get(SESSION_KEY, {}).values())


def voice_in(request: HttpRequest, room: Room) -> User | Attendee | AnonymousUser:
    """Who is asking: the member who is signed in, else the guest that this browser is in the room, else nobody."""
    if request.user.is_authenticated:
        return request.user  # type: ignore[return-value]
    pk = request.session.get(SESSION_KEY, {}).get(str(room.pk))
    guest = Attendee.objects.filter(pk=pk, room=room, user=None).first() if pk else None
    return guest or AnonymousUser()
