"""Muting somebody for a while, and shutting somebody out of one room. Both say why, and both go into the log."""

from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from community.live.actions.saying import checked_text
from community.live.errors import LiveError
from community.live.models import Attendee, HeldMessage, RoomEvent
from community.live.newcomers import trust_address, watch_address
from community.live.permissions import can_answer_questions, can_moderate_room
from community.live.stream import record
from community.moderation.actions import record as audit
from community.people.models import User

LONGEST_MUTE = 24 * 60  # minutes
REASON_LENGTH = 300  # code points


class CannotRestrict(LiveError):
    """Those who speak or moderate in a room cannot be muted or shut out there."""

    status = 409


@transaction.atomic
def mute_attendee(actor: User, attendee: Attendee, minutes: int, reason: str) -> Attendee:
    """Let somebody read, but not write, for some minutes from now (1 to 1440).

    Raises PermissionDenied, or LiveError with a sentence: no reason, odd minutes, or a speaker or moderator.
    """
    reason = _checked(actor, attendee, reason)
    if not 1 <= minutes <= LONGEST_MUTE:
        raise LiveError(_("Choose between 1 minute and 24 hours."))
    until = timezone.now() + timedelta(minutes=minutes)
    return _restrict(actor, attendee, "mute", reason, muted_until=until)


@transaction.atomic
def unmute_attendee(actor: User, attendee: Attendee) -> Attendee:
    """Let somebody write again before the time is over."""
    _check_moderator(actor, attendee)
    return _restrict(actor, attendee, "unmute", "", muted_until=None) if attendee.muted_until else attendee


@transaction.atomic
def ban_attendee(actor: User, attendee: Attendee, reason: str) -> Attendee:
    """Shut somebody out of the room: no more writing, voting or reacting, and the open page is cut off.

    Raises PermissionDenied, or LiveError with a sentence: no reason, or a speaker or moderator.
    """
    reason = _checked(actor, attendee, reason)
    watch_address(attendee)
    return _restrict(actor, attendee, "ban", reason, banned_at=timezone.now())


@transaction.atomic
def unban_attendee(actor: User, attendee: Attendee) -> Attendee:
    """Let somebody back into the room."""
    _check_moderator(actor, attendee)
    trust_address(attendee)
    return _restrict(actor, attendee, "unban", "", banned_at=None) if attendee.banned_at else attendee


def _check_moderator(actor: User, attendee: Attendee) -> None:
    if not can_moderate_room(actor, attendee.room):
        raise PermissionDenied


def _checked(actor: User, attendee: Attendee, reason: str) -> str:
    _check_moderator(actor, attendee)
    if attendee.user and can_answer_questions(attendee.user, attendee.room):
        raise CannotRestrict(_("Whoever speaks or moderates here cannot be muted or shut out."))
    return checked_text(reason, REASON_LENGTH)


def _restrict(actor: User, attendee: Attendee, verb: str, reason: str, **moments: Any) -> Attendee:
    if HeldMessage.objects.filter(attendee=attendee, reason="").exists():
        record(attendee.room, attendee, RoomEvent.Stream.DESK)  # their words leave the desk, or come back
    changes = {**moments, "restricted_by": actor, "restriction_reason": reason}
    for name, value in changes.items():
        setattr(attendee, name, value)
    attendee.save(update_fields=list(changes))
    after = {name: value.isoformat() if value else None for name, value in moments.items()}
    audit(actor, verb, "attendee", attendee.pk, reason=reason, after={"room": attendee.room_id, **after})
    return attendee
