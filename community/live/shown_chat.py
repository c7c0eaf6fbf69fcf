"""The chat as one reader sees it on a room's page: whose messages, with which reactions, and what may be done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.http import HttpRequest
from django.utils import timezone

from community.live import registry
from community.live.actions.chat import editable_until
from community.live.actions.switches import KEEP_OPEN_MINUTES, SLOW_SECONDS
from community.live.models import Attendee, Message, Reaction, Room
from community.live.queries import new_guests


@dataclass(frozen=True)
class ShownReaction:
    """One kind of reaction to one message: how many, and whether the reader is among them."""

    kind: str
    label: str
    count: int = 0
    is_own: bool = False


NO_REACTIONS = [ShownReaction(kind, str(label)) for kind, label in Reaction.Kind.choices]


def chat_context(page: dict[str, Any], request: HttpRequest) -> dict[str, Any]:
    """What the chat's templates need besides `page`, which comes from queries.room_page.

    Without a script, the address says which message is replied to (`reply`), changed (`edit`), or that some are chosen
    for the forum (`take`).
    """
    query = request.GET
    room, attendee, chat = page["room"], page["attendee"], page["chat"]
    _dress(chat, attendee, room)
    can_take = registry.can_take(request.user, room)
    known = {str(message.pk): message for message in chat if not message.hidden_at}
    return {
        "reply_to": known.get(query.get("reply") or request.POST.get("reply_to", "")),
        "edited_pk": query.get("edit", ""),
        "can_take": can_take,
        "taking": can_take and "take" in query,
        "new_guests": new_guests(room) if page["may"].moderate else [],
        "chat_state": chat_state(room),
        "questions_state": questions_state(room),
        "slow_choices": SLOW_SECONDS,
        "keep_open_choices": KEEP_OPEN_MINUTES,
    }


def chat_state(room: Room) -> str:
    """`open`, or why nobody can write: `before` the room opens, `off`, or `closed`."""
    return _state(room, enabled=room.chat_enabled, taken=room.takes_messages)


def questions_state(room: Room) -> str:
    """As `chat_state`, for questions."""
    return _state(room, enabled=room.qa_enabled, taken=room.takes_questions)


def _state(room: Room, *, enabled: bool, taken: bool) -> str:
    if taken:
        return "open"
    if room.phase == "closed":
        return "closed"
    return "before" if enabled else "off"


def restricted_people(room: Room) -> list[Attendee]:
    """Those who are muted or shut out at the moment."""
    muted = room.attendees.filter(muted_until__gt=timezone.now())
    return list((muted | room.attendees.exclude(banned_at=None)).order_by("name"))


def _dress(chat: Sequence[Message], attendee: Attendee | None, room: Room) -> None:
    """Write beside each message what the reader may do with it, in two queries for all."""
    numbers, own = _reactions([message.pk for message in chat], attendee)
    now = timezone.now()
    for message in chat:
        message.room = room
        mine = attendee is not None and message.attendee_id == attendee.pk
        fresh = now < editable_until(message) and room.takes_messages and not message.hidden_at
        facts = {
            "is_own": mine,
            "may_edit": mine and fresh,
            "editable_until": editable_until(message),
            "shown_reactions": [
                ShownReaction(kind, str(label), numbers.get((message.pk, kind), 0), (message.pk, kind) in own)
                for kind, label in Reaction.Kind.choices
            ],
        }
        message.__dict__.update(facts)


def _reactions(
    pks: Sequence[int], attendee: Attendee | None
) -> tuple[dict[tuple[int, str], int], set[tuple[int, str]]]:
    """The numbers of all reactions to these messages, and which are the reader's own; by message and kind."""
    given = Reaction.objects.filter(message__in=pks)
    counted = given.values_list("message_id", "kind").annotate(number=Count("pk"))
    numbers = {(pk, kind): number for pk, kind, number in counted}
    own = set(given.filter(attendee=attendee).values_list("message_id", "kind")) if attendee else set()
    return numbers, own
