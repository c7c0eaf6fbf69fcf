"""Chat: post, reply, edit, hide, restore."""

import math
import uuid
from datetime import datetime, timedelta
from functools import partial

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from community.live import telling
from community.live.actions.first_words import hold_message, must_wait
from community.live.actions.saying import (
    check_moderator,
    check_pace,
    checked_text,
    enter_to_write,
    said_before,
    store_once,
)
from community.live.errors import RoomClosed, StateChanged, TooFast, TooLate
from community.live.models import HeldMessage, Message, Room
from community.live.permissions import can_answer_questions, is_author
from community.live.stream import record
from community.live.voices import Voice
from community.moderation.actions import record as audit
from community.moderation.models import Report
from community.people.models import User

EDIT_MINUTES = 5


def post_message(
    voice: Voice, room: Room, text: str, client_id: uuid.UUID | None = None, *, reply_to: Message | None = None
) -> Message | HeldMessage:
    """Store one line of chat, once per client id, and tell the room; or, of a guest who has to wait, the moderators.

    Raises PermissionDenied, or a LiveError with the sentence: RoomClosed, TooFast, ClientIdReused, Muted, Banned.
    """
    attendee = enter_to_write(voice, room)
    text = checked_text(text, Message.MAX_LENGTH)
    client_id = client_id or uuid.uuid4()
    if found := said_before(Message, attendee, client_id, text):
        return found
    _check_open(room)
    if reply_to and (reply_to.room_id != room.pk or reply_to.hidden_at):
        reply_to = None  # hidden meanwhile: the words stand by themselves
    if must_wait(attendee, room) and (held := hold_message(attendee, room, text, client_id, reply_to)):
        return held
    message = Message(room=room, attendee=attendee, text=text, client_id=client_id, reply_to=reply_to)
    return store_once(message, tell_message, partial(_check_speed, voice))


@transaction.atomic
def edit_message(voice: Voice, message: Message, text: str) -> Message:
    """Put better words in place of one's own, within five minutes. The same words change nothing.

    What stood there before is kept for moderators only where somebody has reported it: they have to see what was
    reported. Otherwise it is gone, as its author wished.
    """
    attendee = enter_to_write(voice, message.room)
    message = _locked(message)
    if not is_author(voice, message):
        raise PermissionDenied
    text = checked_text(text, Message.MAX_LENGTH)
    if text == message.text:
        return message
    _check_may_still_change(message)
    check_pace(attendee)
    before, message.text, message.edited_at = message.text, text, timezone.now()
    message.save(update_fields=["text", "edited_at"])
    _tell_with_replies(message)
    if Report.objects.about("message", message.pk).open().exists():
        audit(message.author, "edit", "message", message.pk, before={"text": before}, after={"text": text})
    return message


def editable_until(message: Message) -> datetime:
    """The moment from which the author's own words stay as they are."""
    return message.created_at + timedelta(minutes=EDIT_MINUTES)


def tell_message(message: Message) -> None:
    record(message.room, message)


def _tell_with_replies(message: Message) -> None:
    """Replies show the first words of what they answer, so they change with it: hidden words must be gone there too."""
    tell_message(message)
    for reply in message.replies.select_related("room"):
        tell_message(reply)


@transaction.atomic
def hide_message(actor: User, message: Message, reason: str = "", *, tell_author: bool = True) -> None:
    """Take a message out of sight; readers keep a mark that something was there. Nothing happens the second time.

    Its author learns the reason, unless `tell_author` is off because somebody else tells.
    """
    check_moderator(actor, message)
    message = _locked(message)
    if message.hidden_at:
        return
    message.mark_hidden(actor, reason)
    _tell_with_replies(message)
    if tell_author:
        telling.tell_hidden(actor, message)
    audit(actor, "hide", "message", message.pk, reason=reason)


@transaction.atomic
def restore_message(actor: User, message: Message) -> None:
    """Show a hidden message again."""
    check_moderator(actor, message)
    message = _locked(message)
    if not message.hidden_at:
        return
    message.mark_shown()
    _tell_with_replies(message)
    audit(actor, "restore", "message", message.pk)


def _locked(message: Message) -> Message:
    """The message as it is now; the room's row is held first, as everywhere."""
    room = Room.objects.select_for_update().get(pk=message.room_id)
    found = Message.objects.select_for_update(of=("self",)).select_related("attendee__user").get(pk=message.pk)
    found.room = room
    return found


def _check_open(room: Room) -> None:
    if not room.takes_messages:
        raise RoomClosed(_("The chat is closed now. Your text is still here."))


def _check_may_still_change(message: Message) -> None:
    if message.hidden_at:
        raise StateChanged(_("A moderator hid this message, so it cannot be changed."))
    _check_open(message.room)
    if timezone.now() >= editable_until(message):
        raise TooLate(_("A message can be changed for %(minutes)d minutes.") % {"minutes": EDIT_MINUTES})


def _check_speed(voice: Voice, message: Message) -> None:
    """Raises TooFast in a room in slow mode, from which those who speak or moderate are exempt, and by the pace."""
    _check_slow_mode(voice, message)
    check_pace(message.attendee)


def _check_slow_mode(voice: Voice, message: Message) -> None:
    room = message.room
    if not room.slow_seconds or can_answer_questions(voice, room):
        return
    earlier = Message.objects.filter(room=room, attendee=message.attendee).exclude(pk=message.pk)
    last = earlier.order_by("-created_at").first()
    if last is None:
        return
    wait = room.slow_seconds - (timezone.now() - last.created_at).total_seconds()
    if wait > 0:
        raise TooFast(math.ceil(wait))
