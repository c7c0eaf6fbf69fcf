"""What goes over the wire: things as readers may see them now, as small JSON (safety 1.5, 9)."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.timezone import localtime

from community.live.models import Message, Question, Room, RoomEvent

Item = dict[str, Any]
PAGE = 200  # events in one answer


def message_item(message: Message) -> Item:
    """A message; a hidden one keeps its place and loses its words."""
    if message.hidden_at:
        return {"id": message.pk, "hidden": True, "at": message.created_at.isoformat()}
    organisation = message.author.organisation_label if message.author else ""
    return {
        "id": message.pk,
        "name": message.author_name,
        "organisation": organisation,
        "text": message.text,
        "at": message.created_at.isoformat(),
        "clock": localtime(message.created_at).strftime("%H:%M"),
    }


def question_item(question: Question, stream: str = RoomEvent.Stream.ROOM) -> Item:
    """A question as the readers of a stream may see it; to the others it is gone."""
    unseen = question.state in Question.UNSEEN
    if stream == RoomEvent.Stream.DESK:
        unseen = question.state != Question.State.PENDING
    if question.hidden_at or unseen:
        return {"id": question.pk, "gone": True}
    return {
        "id": question.pk,
        "name": question.shown_name,
        "text": question.text,
        "state": question.state,
        "state_label": str(question.get_state_display()),
        "votes": question.votes_count,
        "answer": question.answer_text,
        "answered_by": question.answered_by_name,
        "carried_url": question.carried_url,
        "at": question.created_at.isoformat(),
    }


def event_frames(room: Room, stream: str, events: Sequence[RoomEvent]) -> list[Item]:
    """One frame an event, with the thing as it is now: two queries, whatever the number of events."""
    messages = _by_pk(
        Message.objects.filter(pk__in=_ids(events, RoomEvent.Kind.MESSAGE)).select_related("author__organisation")
    )
    questions = _by_pk(Question.objects.filter(pk__in=_ids(events, RoomEvent.Kind.QUESTION)))
    frames = []
    for event in events:
        frame: Item = {"t": "event", "room": room.pk, "stream": stream, "seq": event.seq, "kind": event.kind}
        if event.kind == RoomEvent.Kind.MESSAGE:
            frame["item"] = message_item(messages[event.object_id])
        else:
            frame["item"] = question_item(questions[event.object_id], stream)
        frames.append(frame)
    return frames


def events_after(room: Room, stream: str, after: int, limit: int = PAGE) -> list[Item]:
    """The frames of a stream that follow event number `after`, oldest first, at most `limit`."""
    found = RoomEvent.objects.filter(room=room, stream=stream, seq__gt=after).order_by("seq")[:limit]
    return event_frames(room, stream, list(found))


def counts(room: Room) -> dict[str, int]:
    """The votes of every question that is shown, by its id."""
    shown = Question.objects.filter(room=room).shown().values_list("pk", "votes_count")
    return {str(pk): votes for pk, votes in shown}


def encode(frame: Item) -> str:
    return json.dumps(frame, ensure_ascii=False, separators=(",", ":"))


def _ids(events: Iterable[RoomEvent], kind: str) -> set[int]:
    return {event.object_id for event in events if event.kind == kind}


def _by_pk(things: Iterable[Any]) -> dict[int, Any]:
    return {thing.pk: thing for thing in things}
