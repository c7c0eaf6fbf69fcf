"""What posting a message and asking a question have in common: who, when, how often, and exactly once."""

import uuid
from collections.abc import Callable
from typing import TypeVar

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from community.lib.prepared import Prepared
from community.lib.printable import has_ink, printable
from community.lib.ratelimit import allow
from community.live.actions.rehearsal import settle_rehearsal
from community.live.errors import Banned, ClientIdReused, LiveError, Muted, TooFast
from community.live.models import Attendee, Message, Poll, Question, Room
from community.live.permissions import can_moderate_room, can_write_in_room
from community.live.voices import Voice, attendee_of, enter

SAYING_LIMIT, SAYING_SECONDS = 5, 10  # messages and questions of one member in one room (R-LIV-7)

Thing = TypeVar("Thing", Message, Question)


def enter_to_write(voice: Voice, room: Room) -> Attendee:
    """The writer's row in the room. Raises Banned or Muted with the reason, PermissionDenied for all others who may not
    write there."""
    settle_rehearsal(room)
    check_restrictions(attendee_of(voice, room))
    if not can_write_in_room(voice, room):
        raise PermissionDenied
    return enter(voice, room)


def check_restrictions(attendee: Attendee | None) -> None:
    """Raises Banned or Muted, with the sentence that says why."""
    check_not_banned(attendee)
    if attendee and attendee.muted_until and attendee.is_muted:
        raise Muted(attendee.muted_until, attendee.restriction_reason)


def check_not_banned(attendee: Attendee | None) -> None:
    """Raises Banned. Whoever is only muted may still vote."""
    if attendee and attendee.is_banned:
        raise Banned(attendee.restriction_reason)


def check_moderator(actor: Voice, thing: Message | Question | Poll) -> None:
    """Raises PermissionDenied for whoever may not moderate the room that it belongs to."""
    if not can_moderate_room(actor, thing.room):
        raise PermissionDenied


def checked_text(text: str, max_length: int) -> str:
    """The text as it may be printed, without blanks around it.

    Raises LiveError when nothing of it can be seen or when it is too long (code points).
    """
    text = printable(text).strip()
    if not has_ink(text):
        raise LiveError(_("Write something first."))
    if len(text) > max_length or len(text.encode()) > max_length * 8:
        raise LiveError(_("That is %(length)d characters; %(most)d fit.") % {"length": len(text), "most": max_length})
    return text


def check_pace(attendee: Attendee) -> None:
    """Raises TooFast when somebody has said too much in this room within the last seconds."""
    wait = allow(f"live:say:{attendee.pk}", SAYING_LIMIT, SAYING_SECONDS)
    if wait:
        raise TooFast(wait)


def said_before(model: type[Thing], attendee: Attendee, client_id: uuid.UUID, text: str) -> Thing | None:
    """What somebody has already sent under this one-time id. Raises ClientIdReused when the words differ."""
    number = model._meta.get_field("client_id").get_db_prep_value(client_id, connection)
    found: Thing | None = _SENT[model].first(attendee.room_id, attendee.pk, number)
    if found and _as_sent(found) not in {None, text}:
        raise ClientIdReused
    return found


def _sent(model: type[Message] | type[Question]) -> Prepared:
    return Prepared(
        lambda room_id, attendee_id, number: model.objects.filter(
            room_id=room_id, attendee_id=attendee_id, client_id=number
        )
    )


_SENT = {model: _sent(model) for model in (Message, Question)}


def _as_sent(thing: Message | Question) -> str | None:
    """The words as they came in; None when their author has changed them since, and nobody can tell any more."""
    if isinstance(thing, Message):
        return None if thing.edited_at else thing.text
    return thing.own_words or thing.text


def store_once(
    thing: Thing, announce: Callable[[Thing], object], check: Callable[[Thing], None] = lambda _stored: None
) -> Thing:
    """Store a new thing and announce it; when a twin request was quicker, return what that one stored.

    `check` may refuse it by raising. It comes after the one-time id has been taken, so that of twenty repeats that
    arrive together only one counts, and all get the same answer (safety A18).
    """
    try:
        with transaction.atomic():
            thing.save(force_insert=True)
            check(thing)
            announce(thing)
    except IntegrityError:
        twin = said_before(type(thing), thing.attendee, thing.client_id, thing.text)
        if twin is None:
            raise
        return twin
    return thing
