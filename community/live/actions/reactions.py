"""Reactions to messages: one of each kind per person, by the database; given and taken back as often as one likes."""

from contextlib import suppress

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from community.lib.ratelimit import allow
from community.live.actions.saying import enter_to_write
from community.live.errors import LiveError, RoomClosed, StateChanged, TooFast
from community.live.models import Attendee, Message, Reaction
from community.live.stream import votes_changed
from community.live.voices import Voice

REACTING_LIMIT, REACTING_SECONDS = 20, 10


def add_reaction(voice: Voice, message: Message, kind: str) -> dict[str, int]:
    """Add somebody's reaction and return the numbers by kind. A second one of a kind changes nothing.

    Raises PermissionDenied, or a LiveError with the sentence to show.
    """
    attendee = _checked(voice, message, kind)
    with suppress(IntegrityError), transaction.atomic():  # the unique constraint: it is there already
        votes_changed(message.room)  # the room's row first, as everywhere
        Reaction.objects.create(message=message, attendee=attendee, kind=kind)
    return numbers(message)


def withdraw_reaction(voice: Voice, message: Message, kind: str) -> dict[str, int]:
    """Take somebody's reaction back and return the numbers by kind. Without one nothing changes."""
    attendee = _checked(voice, message, kind)
    with transaction.atomic():
        deleted, _rows = Reaction.objects.filter(message=message, attendee=attendee, kind=kind).delete()
        if deleted:
            votes_changed(message.room)
    return numbers(message)


def numbers(message: Message) -> dict[str, int]:
    """How many there are of each kind; kinds that nobody chose are left out."""
    found: dict[str, int] = {}
    for kind in Reaction.objects.filter(message=message).values_list("kind", flat=True):
        found[kind] = found.get(kind, 0) + 1
    return found


def _checked(voice: Voice, message: Message, kind: str) -> Attendee:
    attendee = enter_to_write(voice, message.room)
    if kind not in Reaction.Kind.values:
        raise LiveError(_("There is no such reaction."))
    if message.hidden_at:
        raise StateChanged(_("A moderator hid this message."))
    if not message.room.takes_messages:
        raise RoomClosed(_("The chat is closed now."))
    if wait := allow(f"live:react:{attendee.pk}", REACTING_LIMIT, REACTING_SECONDS):
        raise TooFast(wait)
    return attendee
