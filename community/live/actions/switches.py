"""What moderators switch on and off while a room is open, and how they keep it open."""

from datetime import timedelta
from typing import Any

from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from community.live.errors import LiveError, StateChanged
from community.live.models import Room
from community.live.permissions import can_moderate_room
from community.live.queries import ON_NOW_KEY
from community.live.stream import record
from community.moderation.actions import record as audit
from community.people.models import User

SLOW_SECONDS = (0, 10, 30, 60, 300)
KEEP_OPEN_MINUTES = (15, 30, 60)
_SWITCHES = {"chat_enabled", "qa_enabled", "pre_moderation", "guests_wait", "slow_seconds"}


@transaction.atomic
def change_room(actor: User, room: Room, **switches: Any) -> Room:
    """Set chat_enabled, qa_enabled, pre_moderation, guests_wait or slow_seconds, and tell the room. The same values
    change nothing.

    Raises PermissionDenied, or LiveError for a pause between messages that is not on offer.
    """
    if unknown := switches.keys() - _SWITCHES:
        raise TypeError(f"A room has no switch {unknown.pop()}.")
    if switches.get("slow_seconds", 0) not in SLOW_SECONDS:
        raise LiveError(_("Choose one of the pauses on offer."))
    room = _locked(actor, room)
    changed = {name: value for name, value in switches.items() if getattr(room, name) != value}
    if changed:
        _change(actor, room, "room.switch", changed)
    return room


@transaction.atomic
def keep_room_open(actor: User, room: Room, minutes: int) -> Room:
    """Open a closed room again for some minutes, or let an open one close that much later.

    Raises PermissionDenied, StateChanged for rooms that never close or are not open yet, LiveError for odd minutes.
    """
    if minutes not in KEEP_OPEN_MINUTES:
        raise LiveError(_("Choose one of the times on offer."))
    room = _locked(actor, room)
    if room.closes_at is None or room.phase == "before":
        raise StateChanged(_("This room does not close, or is not open yet."))
    closes_at = max(room.closes_at, timezone.now()) + timedelta(minutes=minutes)
    _change(actor, room, "room.keep_open", {"closes_at": closes_at})
    cache.delete(ON_NOW_KEY)
    return room


def _locked(actor: User, room: Room) -> Room:
    if not can_moderate_room(actor, room):
        raise PermissionDenied
    return Room.objects.select_for_update().get(pk=room.pk)


def _change(actor: User, room: Room, verb: str, values: dict[str, Any]) -> None:
    before = {name: _plain(getattr(room, name)) for name in values}
    for name, value in values.items():
        setattr(room, name, value)
    room.save(update_fields=list(values))
    record(room, room)
    after = {name: _plain(value) for name, value in values.items()}
    audit(actor, verb, "room", room.pk, before=before, after=after)


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value
