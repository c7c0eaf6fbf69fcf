"""New guests who wait: in a room that wants it, what a guest writes first is read by a moderator before it is read by
others. Once something of theirs was let through, they are through in that room; what else they had written by then
still waits to be read.
"""

import uuid

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from community.live.actions.moving import lock_room
from community.live.actions.saying import check_pace, checked_text
from community.live.errors import ClientIdReused, StateChanged
from community.live.models import Attendee, HeldMessage, Message, Room, RoomEvent
from community.live.permissions import can_moderate_room
from community.live.stream import record
from community.moderation.actions import record as audit
from community.people.models import User

REASON_LENGTH = 300  # code points


def must_wait(attendee: Attendee, room: Room) -> bool:
    """Whether what this person writes is read by a moderator first. Members never: they have a name to lose."""
    return room.guests_wait and attendee.is_guest and attendee.let_in_at is None


def has_waiting_message(attendee: Attendee) -> bool:
    return HeldMessage.objects.filter(attendee=attendee, reason="").exists()


@transaction.atomic
def hold_message(
    attendee: Attendee, room: Room, text: str, client_id: uuid.UUID, reply_to: Message | None
) -> HeldMessage | None:
    """Keep what a new guest wrote, once per client id, and tell the moderators. One message waits; one that was left
    out makes room for the next. None for a guest who was let in while they wrote.

    Raises StateChanged while one waits, ClientIdReused, TooFast.
    """
    lock_room(room.pk)
    attendee.refresh_from_db(fields=["let_in_at"])
    if attendee.let_in_at:
        return None
    held = HeldMessage.objects.filter(attendee=attendee).first()
    if held and held.client_id == client_id:
        if held.text != text:
            raise ClientIdReused
        return held
    if held and not held.reason:
        raise StateChanged(_("Your first message waits for a moderator. What you wrote is still here."))
    check_pace(attendee)
    facts = {"text": text, "client_id": client_id, "reply_to": reply_to, "reason": "", "created_at": timezone.now()}
    held, _made = HeldMessage.objects.update_or_create(attendee=attendee, defaults=facts)
    record(room, attendee, RoomEvent.Stream.DESK)
    return held


@transaction.atomic
def let_guest_in(actor: User, attendee: Attendee, *, read: str | None = None) -> None:
    """Let through the message that a new guest has written, and from now on all that they write. Nothing happens the
    second time, nor after they were shut out. `read`: the `reading` of the message that the moderator has read.

    A question of theirs goes on waiting. Raises PermissionDenied, StateChanged when another message waits.
    """
    room, attendee = _held(actor, attendee)
    if attendee.let_in_at or attendee.is_banned or not attendee.is_guest:
        return
    held = HeldMessage.objects.filter(attendee=attendee, reason="").first()
    if held and read is not None and read != held.reading:
        raise StateChanged(_("This guest has written something else meanwhile. Read that first."))
    attendee.let_in_at = timezone.now()
    attendee.save(update_fields=["let_in_at"])
    if held:
        _post(room, attendee, held)
    record(room, attendee, RoomEvent.Stream.DESK)
    audit(actor, "let_in", "attendee", attendee.pk, after={"room": room.pk})


@transaction.atomic
def leave_out(actor: User, attendee: Attendee, reason: str) -> None:
    """Do not show what a new guest wrote first; they read the reason, and what they write next waits again.

    Raises PermissionDenied, StateChanged when nothing waits, LiveError without a reason.
    """
    room, attendee = _held(actor, attendee)
    reason = checked_text(reason, REASON_LENGTH)
    if not HeldMessage.objects.filter(attendee=attendee, reason="").update(reason=reason):
        raise StateChanged(_("Nothing of this guest waits any more."))
    record(room, attendee, RoomEvent.Stream.DESK)
    audit(actor, "leave_out", "attendee", attendee.pk, reason=reason, after={"room": room.pk})


def _held(actor: User, attendee: Attendee) -> tuple[Room, Attendee]:
    """Both as they are now; the room's row is held first, as everywhere."""
    room = lock_room(attendee.room_id)
    if not can_moderate_room(actor, room):
        raise PermissionDenied
    return room, Attendee.objects.select_for_update(of=("self",)).get(pk=attendee.pk)


def _post(room: Room, attendee: Attendee, held: HeldMessage) -> None:
    """It keeps its one-time id, so that a device that tries once more makes no second message."""
    reply_to = held.reply_to if held.reply_to and not held.reply_to.hidden_at else None
    message = Message(room=room, attendee=attendee, text=held.text, client_id=held.client_id, reply_to=reply_to)
    try:
        with transaction.atomic():
            message.save(force_insert=True)
    except IntegrityError:  # it came through while the room did not let guests wait
        held.delete()
        return
    held.delete()
    record(room, message)
