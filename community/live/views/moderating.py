"""What moderators do on a room's page: hide, turn into a question, mute, shut out, and the room's switches."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from community.live import actions
from community.live.models import Attendee, Message
from community.live.views.answers import answer_change
from community.live.views.visits import Visit, reading, writing
from community.people.models import User

Act = Callable[[User, Any, Visit], Any]

MESSAGE_VERBS: dict[str, Act] = {
    "hide": lambda actor, message, visit: actions.hide_message(actor, message, _typed(visit, "text")[:300]),
    "restore": lambda actor, message, visit: actions.restore_message(actor, message),
    "question": lambda actor, message, visit: actions.ask_from_message(actor, message),
}
PERSON_VERBS: dict[str, Act] = {
    "mute": lambda actor, person, visit: actions.mute_attendee(
        actor, person, _number(visit, "minutes"), _typed(visit, "text")
    ),
    "unmute": lambda actor, person, visit: actions.unmute_attendee(actor, person),
    "ban": lambda actor, person, visit: actions.ban_attendee(actor, person, _typed(visit, "text")),
    "let-in": lambda actor, person, visit: actions.let_guest_in(actor, person, read=_typed(visit, "read")),
    "leave-out": lambda actor, person, visit: actions.leave_out(actor, person, _typed(visit, "text")),
    "unban": lambda actor, person, visit: actions.unban_attendee(actor, person),
}


@require_GET
@never_cache
@reading
def message(visit: Visit, pk: int) -> HttpResponse:
    """Everything that a moderator can do about a message and its author. 404 for everybody else."""
    moderator, found = visit.moderator, _message(visit, pk)
    return _page(visit, moderator, found.attendee, found)


@require_GET
@never_cache
@reading
def person(visit: Visit, pk: int) -> HttpResponse:
    """Everything that a moderator can do about somebody in the room."""
    return _page(visit, visit.moderator, _person(visit, pk), None)


@require_POST
@writing
def change_message(visit: Visit, pk: int, verb: str) -> HttpResponse:
    found = _message(visit, pk)
    return _changed(visit, MESSAGE_VERBS.get(verb), found, found.get_absolute_url())


@require_POST
@writing
def change_person(visit: Visit, pk: int, verb: str) -> HttpResponse:
    return _changed(visit, PERSON_VERBS.get(verb), _person(visit, pk), "")


@require_POST
@writing
def switch(visit: Visit) -> HttpResponse:
    """Set all switches of the room to what the form says: a box without a tick is off."""
    moderator, sent = visit.moderator, visit.request.POST
    switches = {name: name in sent for name in ("chat_enabled", "qa_enabled", "pre_moderation", "guests_wait")}
    slow = _number(visit, "slow_seconds")
    return answer_change(
        visit, lambda: _nothing(actions.change_room(moderator, visit.room, slow_seconds=slow, **switches))
    )


@require_POST
@writing
def keep_open(visit: Visit) -> HttpResponse:
    """Open a closed room again, or let an open one close later."""
    moderator, minutes = visit.moderator, _number(visit, "minutes")
    return answer_change(visit, lambda: _nothing(actions.keep_room_open(moderator, visit.room, minutes)))


def _changed(visit: Visit, act: Act | None, thing: Message | Attendee, back: str) -> HttpResponse:
    if act is None:
        raise Http404
    # Whoever does not moderate here is refused by the action.
    return answer_change(visit, lambda: _nothing(act(visit.voice, thing, visit)), back)  # type: ignore[arg-type]


def _nothing(_result: object) -> None:
    """The page shows what has changed; the answer says only that it has."""


def _page(visit: Visit, moderator: User, attendee: Attendee, message: Message | None) -> HttpResponse:
    context = {"room": visit.room, "attendee": attendee, "message": message}
    return render(visit.request, "live/moderate.html", context)


def _message(visit: Visit, pk: int) -> Message:
    found = get_object_or_404(Message.objects.select_related("attendee__user"), pk=pk, room=visit.room)
    found.room = found.attendee.room = visit.room
    return found


def _person(visit: Visit, pk: int) -> Attendee:
    found = get_object_or_404(Attendee.objects.select_related("user"), pk=pk, room=visit.room)
    found.room = visit.room
    return found


def _typed(visit: Visit, name: str) -> str:
    return visit.request.POST.get(name, "")


def _number(visit: Visit, name: str) -> int:
    """A whole number of the form; -1, which nothing accepts, if it makes no sense."""
    text = _typed(visit, name)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else -1
