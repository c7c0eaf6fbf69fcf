"""Rehearsals: speakers and moderators try a room out before it opens, and nothing of it stays.

Questions may be in the room already, asked in advance, and polls prepared. So a rehearsal begins with a note of how
all that stood, and ends by taking away what is newer and putting the rest back as it was.
"""

import uuid
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.db.models import F, Max
from django.utils import timezone
from django.utils.translation import gettext as _

from community.live.errors import StateChanged
from community.live.models import Attendee, Ballot, DeskStep, Message, Poll, Question, Reaction, Room, RoomEvent, Vote
from community.live.permissions import can_moderate_room
from community.live.stream import hint, record
from community.people.models import User

# What a rehearsal adds, in the order in which it can be taken away again, with the way from each to its room.
_ADDED: dict[type[models.Model], str] = {
    Reaction: "message__room",
    Ballot: "poll__room",
    Vote: "question__room",
    DeskStep: "room",
    Question: "room",
    Message: "room",
    Poll: "room",
    Attendee: "room",
}
# What was there before is put back as it was. Except what never changes; what a moderator has hidden, as a decision
# about real words is no rehearsal; and the words of a prepared poll, which are often mended when they are first tried.
_FIXED = {"id", "room_id", "created_at"}
_KEPT: dict[type[models.Model], set[str]] = {
    Question: {*_FIXED, "attendee_id", "client_id", "hidden_at", "hidden_by_id", "hidden_reason"},
    Poll: {*_FIXED, "made_by_id", "kind", "text", "results_wait"},  # with its options, which are rows of their own
}


@transaction.atomic
def start_rehearsal(actor: User, room: Room) -> None:
    """From now until the room opens only its speakers and moderators write. Nothing happens the second time.

    Raises PermissionDenied for whoever does not moderate the room, StateChanged once it has opened.
    """
    held = _held(actor, room)
    if held.phase != "before":
        raise StateChanged(_("The room has opened already. Rehearse before it opens."))
    if not held.rehearses:
        held.rehearses, held.before_rehearsal = True, _note(held)
        held.save(update_fields=["rehearses", "before_rehearsal"])
        record(held, held)
    room.refresh_from_db()


@transaction.atomic
def end_rehearsal(actor: User, room: Room) -> None:
    """Wipe what was rehearsed. Nothing happens the second time. Raises PermissionDenied."""
    held = _held(actor, room)
    if held.rehearses:
        _wipe(held)
    room.refresh_from_db()


def settle_rehearsal(room: Room) -> None:
    """Wipe the rehearsal of a room that has opened meanwhile, once, whoever comes first; bring `room` up to date.

    Called before every read and write of a room, so that nobody who comes to the opening sees any of it.
    """
    if not room.rehearses or room.phase == "before":
        return
    with transaction.atomic():
        held = Room.objects.select_for_update().get(pk=room.pk)
        if held.rehearses and held.phase != "before":
            _wipe(held)
    room.refresh_from_db()


def settle_rehearsals() -> None:
    """The same for all rooms, where nobody has come yet; done every minute."""
    for room in Room.objects.filter(rehearses=True, opens_at__lte=timezone.now()):
        settle_rehearsal(room)


def _held(actor: User, room: Room) -> Room:
    if not can_moderate_room(actor, room):
        raise PermissionDenied
    return Room.objects.select_for_update().get(pk=room.pk)


def _note(room: Room) -> dict[str, Any]:
    """How everything in the room stands now: the last number of each kind, the changeable facts of each row."""
    return {
        "last": {model.__name__: _rows(model, room).aggregate(last=Max("pk"))["last"] or 0 for model in _ADDED},
        "facts": {model.__name__: list(_rows(model, room).values("pk", *_changeable(model))) for model in _KEPT},
        "votes": list(Vote.objects.filter(question__room=room).values_list("question_id", "attendee_id")),
    }


def _wipe(room: Room) -> None:
    note = room.before_rehearsal or {"last": {}, "facts": {}, "votes": []}
    for model in _ADDED:
        _rows(model, room).filter(pk__gt=note["last"].get(model.__name__, 0)).delete()
    for model in _KEPT:
        for facts in note["facts"].get(model.__name__, []):
            model._default_manager.filter(pk=facts.pop("pk")).update(**facts)
    votes = [Vote(question_id=question, attendee_id=attendee) for question, attendee in note["votes"]]
    Vote.objects.bulk_create(votes, ignore_conflicts=True)
    RoomEvent.objects.filter(room=room).delete()
    # Another epoch: whoever has the page open loads it anew instead of mixing the rehearsal with the room.
    Room.objects.filter(pk=room.pk).update(
        rehearses=False,
        before_rehearsal=None,
        epoch=uuid.uuid4(),
        head_seq=0,
        desk_seq=0,
        votes_version=F("votes_version") + 1,
    )
    transaction.on_commit(lambda: hint(room.pk), robust=True)


def _rows(model: type[models.Model], room: Room) -> models.QuerySet[Any]:
    return model._default_manager.filter(**{_ADDED[model]: room})


def _changeable(model: type[models.Model]) -> Iterator[str]:
    return (field.attname for field in model._meta.concrete_fields if field.attname not in _KEPT[model])
