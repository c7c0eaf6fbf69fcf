"""Chat: post, hide, restore."""

import uuid

from django.db import transaction
from django.utils.translation import gettext as _

from community.live.actions.saying import (
    check_moderator,
    check_pace,
    checked_text,
    enter_to_write,
    said_before,
    store_once,
)
from community.live.errors import RoomClosed
from community.live.models import Message, Room
from community.live.stream import record
from community.live.voices import Voice
from community.moderation.actions import record as audit
from community.people.models import User


def post_message(voice: Voice, room: Room, text: str, client_id: uuid.UUID | None = None) -> Message:
    """Store one line of chat, once per client id, and tell the room.

    Raises PermissionDenied, or a LiveError with the sentence to show: RoomClosed, TooFast, ClientIdReused.
    """
    attendee = enter_to_write(voice, room)
    text = checked_text(text, Message.MAX_LENGTH)
    client_id = client_id or uuid.uuid4()
    if found := said_before(Message, attendee, client_id, text):
        return found
    if not room.takes_messages:
        raise RoomClosed(_("The chat is closed now. Your text is still here."))
    check_pace(attendee)
    message = Message(room=room, attendee=attendee, text=text, client_id=client_id)
    return store_once(message, tell_message)


def tell_message(message: Message) -> None:
    record(message.room, message)


@transaction.atomic
def hide_message(actor: User, message: Message, reason: str = "") -> None:
    """Take a message out of sight; readers keep a mark that something was there. Nothing happens the second time."""
    check_moderator(actor, message)
    if message.hidden_at:
        return
    message.mark_hidden(actor, reason)
    audit(actor, "hide", "message", message.pk, reason=reason)
    tell_message(message)


@transaction.atomic
def restore_message(actor: User, message: Message) -> None:
    """Show a hidden message again."""
    check_moderator(actor, message)
    if not message.hidden_at:
        return
    message.mark_shown()
    audit(actor, "restore", "message", message.pk)
    tell_message(message)
