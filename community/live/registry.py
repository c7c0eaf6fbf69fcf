"""Where higher floors hang what they add to a room's page, so that this floor needs not know them."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from community.live.models import Attendee, Message, Question, Room, RoomSpeaker
from community.people.models import User
from community.people.permissions import Person

Answered = Callable[[User | Attendee | RoomSpeaker, Question], None]
Agenda = Callable[[Room], list[tuple[datetime, str]]]
Thanks = Callable[[Room], int]
Hidden = Callable[[User, Question, str], None]
Restored = Callable[[User, Question], None]

Takes = Callable[[Person, Room], bool]
Composes = Callable[[HttpRequest, Room, Sequence[Message]], HttpResponse]

_ACTION_TEMPLATES: list[str] = []
_COMPOSERS: list[tuple[Takes, Composes]] = []
_ON_HIDDEN: list[Hidden] = []
_ON_RESTORED: list[Restored] = []
_ON_ANSWERED: list[Answered] = []
_AGENDAS: list[Agenda] = []
_THANKS: list[Thanks] = []


def register_action(template_name: str) -> None:
    """Draw this template at the head of every room's page, with the page's context and `room`."""
    if template_name not in _ACTION_TEMPLATES:
        _ACTION_TEMPLATES.append(template_name)


def drawn_actions(context: dict[str, Any], room: Room) -> SafeString:
    parts = [render_to_string(name, {**context, "room": room}) for name in _ACTION_TEMPLATES]
    return mark_safe("".join(parts))  # noqa: S308 - rendered templates, escaped by the engine


def on_hidden(callback: Hidden) -> None:
    """Call this with the moderator, the question and the reason when a question is hidden, in the same transaction."""
    if callback not in _ON_HIDDEN:
        _ON_HIDDEN.append(callback)


def on_restored(callback: Restored) -> None:
    """Call this with the moderator and the question before a hidden question is shown again, in the same transaction.

    The question still says when it was hidden, so that what was hidden with it can be told from the rest.
    """
    if callback not in _ON_RESTORED:
        _ON_RESTORED.append(callback)


def on_answered(callback: Answered) -> None:
    """Call this with who says so and the question when a question is answered in writing at a desk of the room (its
    `answer_text` and `answered_by_name` say what by whom), or called answered in the forum; in the same transaction."""
    if callback not in _ON_ANSWERED:
        _ON_ANSWERED.append(callback)


def register_agenda(callback: Agenda) -> None:
    """Ask this what happens in a room when: moments with titles, in order; an empty list where it knows nothing."""
    if callback not in _AGENDAS:
        _AGENDAS.append(callback)


def agenda_of(room: Room) -> list[tuple[datetime, str]]:
    """What happens in the room when, in order; where nobody knows, nothing."""
    return sorted(item for callback in _AGENDAS for item in callback(room))


def register_thanks(callback: Thanks) -> None:
    """Ask this how many thanks the written answers of a room have earned elsewhere."""
    if callback not in _THANKS:
        _THANKS.append(callback)


def thanks_for(room: Room) -> int:
    return sum(callback(room) for callback in _THANKS)


def tell_answered(actor: User | Attendee | RoomSpeaker, question: Question) -> None:
    for callback in _ON_ANSWERED:
        callback(actor, question)


def tell_hidden(actor: User, question: Question, reason: str) -> None:
    for callback in _ON_HIDDEN:
        callback(actor, question, reason)


def tell_restored(actor: User, question: Question) -> None:
    for callback in _ON_RESTORED:
        callback(actor, question)


def register_composer(can_take: Takes, compose: Composes) -> None:
    """Offer to take messages of a room elsewhere: `can_take` says to whom and from which rooms, `compose` answers with
    a page on which they stand ready to be worked on. Nothing is stored by that, so it may be a plain page."""
    if (can_take, compose) not in _COMPOSERS:
        _COMPOSERS.append((can_take, compose))


def can_take(user: Person, room: Room) -> bool:
    return any(may(user, room) for may, _compose in _COMPOSERS)


def compose_from(request: HttpRequest, room: Room, messages: Sequence[Message]) -> HttpResponse:
    """The page with these messages on it, by the first who takes them. Raises Http404 where nobody does."""
    for may, compose in _COMPOSERS:
        if may(request.user, room):  # type: ignore[arg-type]
            return compose(request, room, messages)
    raise Http404
