"""What goes over the wire: things as readers may see them now, as small JSON (safety 1.5, 9)."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Count, prefetch_related_objects
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from community.lib.prepared import Prepared, among
from community.live import tally
from community.live.models import Attendee, HeldMessage, Message, Poll, Question, Reaction, Room, RoomEvent

Item = dict[str, Any]


class Happened(NamedTuple):
    """What a frame needs of a RoomEvent."""

    seq: int
    kind: str
    object_id: int


PAGE = 200  # events in one answer
DESK = RoomEvent.Stream.DESK


def message_item(message: Message) -> Item:
    """A message; a hidden one keeps its place and loses its words."""
    if message.hidden_at:
        return {"id": message.pk, "hidden": True, "at": message.created_at.isoformat()}
    return {
        "id": message.pk,
        "name": message.author_name,
        "organisation": message.attendee.organisation,
        "text": message.text,
        "at": message.created_at.isoformat(),
        "clock": localtime(message.created_at).strftime("%H:%M"),
        "edited": message.edited_at is not None,
        "by": message.attendee_id,
        "reply": _reply(message.reply_to),
    }


def _reply(message: Message | None) -> Item | None:
    """The message that is replied to, in short; nothing of it once it is hidden."""
    if message is None:
        return None
    if message.hidden_at:
        return {"id": message.pk, "name": "", "text": ""}
    return {"id": message.pk, "name": message.author_name, "text": message.text[:80]}


def question_item(question: Question, stream: str = RoomEvent.Stream.ROOM) -> Item:
    """A question as the readers of a stream may see it; to everyone else than the desk, an unseen one is gone."""
    if stream == DESK:
        return public_question(question) | _for_desk(question)
    if question.hidden_at or question.state in Question.UNSEEN:
        return {"id": question.pk, "gone": True}
    return public_question(question)


def public_question(question: Question) -> Item:
    """A question without what is for moderators only."""
    return {
        "id": question.pk,
        "name": question.credited_name,
        "text": question.text,
        "state": question.state,
        "state_label": str(question.get_state_display()),
        "label": question.label,
        "addressed_to": question.addressed_to.name if question.addressed_to else "",
        "votes": question.votes_count,
        "answer": question.answer_text,
        "answered_by": question.answered_by_name,
        "editable": question.is_editable_answer,
        "answer_edited": question.answer_edited_at is not None,
        "carried_url": question.carried_url,
        "at": question.created_at.isoformat(),
        "later": _moment(question.later_at),
    }


def own_item(question: Question) -> Item:
    """What its asker reads about a question that others do not see: what has become of it, and why."""
    into = question.merged_into
    seen = into is not None and not into.hidden_at and into.state not in Question.UNSEEN
    return {
        "id": question.pk,
        "text": question.text,
        "state": question.state,
        "sentence": _("Hidden by a moderator") if question.hidden_at else str(question.get_state_display()),
        "reason": question.hidden_reason if question.hidden_at else question.reason,
        "into": into.text if into and seen else "",
        "into_url": f"{question.room.get_absolute_url()}#question-{into.pk}" if into and seen else "",
    }


def held_item(held: HeldMessage) -> Item:
    """What a new guest reads about their first message, in the form of `own_item`."""
    sentence = _("A moderator left your message out") if held.reason else _("Your message waits for a moderator")
    item = {"id": held.pk, "text": held.text, "state": "pending", "sentence": sentence, "reason": held.reason}
    return item | {"into": "", "into_url": ""}


def guest_item(attendee: Attendee) -> Item:
    """For moderators: what a new guest has written into the chat, as long as it waits."""
    held = getattr(attendee, "held_message", None)
    if held is None or held.reason or attendee.is_banned:
        return {"id": attendee.pk, "gone": True}
    return {"id": attendee.pk, "name": attendee.name, "text": held.text, "read": held.reading}


def _for_desk(question: Question) -> Item:
    """What moderators see besides: who really asked, and who of them has it in hand."""
    return {
        "asker": question.asker_names,
        "asker_id": question.attendee_id,
        "named": question.named,
        "hidden": question.hidden_at is not None,
        "reason": question.reason or question.hidden_reason,
        "pending": question.state == Question.State.PENDING,
        "fresh": question.state == Question.State.OPEN,
        "decidable": question.is_decidable,
        "writable": question.is_writable,
        "told": question.is_told,
        "taken_by": question.in_hand_of.display_name if question.in_hand_of else "",
        "taken_at": _moment(question.taken_at) if question.in_hand_of else "",
        "addressed_id": question.addressed_to_id,
        "merged_into": question.merged_into_id,
    }


def poll_item(poll: Poll, stream: str = RoomEvent.Stream.ROOM) -> Item:
    """A poll with its options; a draft is for the desk. Results come with the counts, once they may be seen."""
    if poll.state == "draft" and stream != DESK:
        return {"id": poll.pk, "gone": True}
    return {
        "id": poll.pk,
        "kind": poll.kind,
        "kind_label": str(poll.get_kind_display()),
        "text": poll.text,
        "state": poll.state,
        "wait": poll.results_wait,
        "results": poll.shows_results,
        "options": [{"id": option.pk, "text": option.text} for option in poll.options.all()],
    }


def room_item(room: Room) -> Item:
    """What everyone in the room should know about the room itself."""
    return {
        "id": room.pk,
        "title": room.title,
        "phase": room.phase,
        "opens_at": room.opens_at.isoformat(),
        "closes_at": _moment(room.closes_at),
        "questions_from": _moment(room.questions_from),
        "chat_enabled": room.chat_enabled,
        "qa_enabled": room.qa_enabled,
        "pre_moderation": room.pre_moderation,
        "chat": room.takes_messages,
        "questions": room.takes_questions,
        "slow_seconds": room.slow_seconds,
        "rehearses": room.is_rehearsing,
    }


# By their ids, and in no order: sorting by hand is not needed where each is looked up.
_MESSAGES = Prepared(lambda ids: Message.objects.order_by().filter(among("pk", ids)).select_related("attendee"))
_QUESTIONS = Prepared(
    lambda ids: Question.objects.order_by().filter(among("pk", ids)).with_people().select_related("taken_by")
)
_POLLS = Prepared(
    lambda ids: Poll.objects.order_by().filter(among("pk", ids)).select_related("room").prefetch_related("options")
)
_GUESTS = Prepared(lambda ids: Attendee.objects.order_by().filter(among("pk", ids)).select_related("held_message"))
_ROOMS = Prepared(lambda ids: Room.objects.order_by().filter(among("pk", ids)))
_EVENTS = Prepared(
    lambda room_id, stream, after, last: (
        RoomEvent.objects.filter(room_id=room_id, stream=stream, seq__gt=after, seq__lte=last)
        .order_by("seq")
        .values_list(*Happened._fields)
    )
)


def event_frames(room_id: int, stream: str, events: Sequence[Happened | RoomEvent]) -> list[Item]:
    """One frame an event, with the thing as it is now: a query for each kind, whatever the number of events."""
    wanted = defaultdict(set)
    for event in events:
        wanted[event.kind].add(event.object_id)
    things: dict[str, dict[int, Item]] = {
        RoomEvent.Kind.MESSAGE: _items(_messages, wanted[RoomEvent.Kind.MESSAGE], message_item),
        RoomEvent.Kind.QUESTION: _items(
            _QUESTIONS, wanted[RoomEvent.Kind.QUESTION], lambda question: question_item(question, stream)
        ),
        RoomEvent.Kind.POLL: _items(_POLLS, wanted[RoomEvent.Kind.POLL], lambda poll: poll_item(poll, stream)),
        RoomEvent.Kind.ROOM: _items(_ROOMS, wanted[RoomEvent.Kind.ROOM], room_item),
        RoomEvent.Kind.GUEST: _items(_GUESTS, wanted[RoomEvent.Kind.GUEST], guest_item),
    }
    return [
        {
            "t": "event",
            "room": room_id,
            "stream": stream,
            "seq": event.seq,
            "kind": event.kind,
            "item": things[event.kind].get(event.object_id, {"id": event.object_id, "gone": True}),
        }
        for event in events
    ]


def _items(
    things: Callable[[list[int]], list[Any]], ids: Iterable[int], item: Callable[[Any], Item]
) -> dict[int, Item]:
    return {thing.pk: item(thing) for thing in things(sorted(ids))}


def _messages(ids: list[int]) -> list[Message]:
    """Few of them reply to another one: a join for all would cost more than a query for those that do."""
    found: list[Message] = _MESSAGES(ids)
    if replies := [message for message in found if message.reply_to_id]:
        prefetch_related_objects(replies, "reply_to__attendee")
    return found


def events_after(room_id: int, stream: str, after: int, limit: int = PAGE) -> list[Item]:
    """The frames of a stream that follow event number `after`, oldest first, at most `limit`: numbers have no gaps."""
    return event_frames(room_id, stream, [Happened(*row) for row in _EVENTS(room_id, stream, after, after + limit)])


def counts(room: Room) -> dict[str, dict[str, Any]]:
    """Everything that is only counted: votes by question, reactions by message and kind, choices by poll and option.

    Polls that keep their results until they are closed tell how many took part, and no more.
    """
    return {"questions": _votes(room), "messages": _reactions(room), "polls": _results(room)}


def _votes(room: Room) -> dict[str, int]:
    shown = Question.objects.filter(room=room).shown().values_list("pk", "votes_count")
    return {str(pk): votes for pk, votes in shown}


def _reactions(room: Room) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = defaultdict(dict)
    counted = (
        Reaction.objects.filter(message__room=room, message__hidden_at=None)
        .values_list("message_id", "kind")
        .annotate(number=Count("pk"))
    )
    for message_id, kind, number in counted:
        found[str(message_id)][kind] = number
    return found


def _results(room: Room) -> dict[str, Item]:
    polls = list(room.polls.exclude(opened_at=None))
    people = tally.took_part(polls)
    shown = [poll for poll in polls if poll.shows_results]
    chosen, written = _chosen(shown), tally.written_answers(shown)
    found: dict[str, Item] = {}
    for poll in polls:
        item = found[str(poll.pk)] = {"people": people.get(poll.pk, 0)}
        if options := chosen.get(poll.pk):
            item["options"] = options
        if poll.pk in written:
            item |= _groups(tally.grouped(written[poll.pk], item["people"]))
    return found


def _chosen(polls: Sequence[Poll]) -> dict[int, dict[str, int]]:
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for (poll_id, option_id), number in tally.choice_counts(polls).items():
        found[poll_id][str(option_id)] = number
    return found


def _groups(rows: Sequence[tally.Row]) -> Item:
    """Written answers, grouped; the rest of a long list as a number."""
    shown = [{"key": row.key, "text": row.text, "number": row.number} for row in rows[: tally.GROUPS_SHOWN]]
    return {"groups": shown, "more": len(rows) - len(shown)}


def encode(frame: Item) -> str:
    return json.dumps(frame, ensure_ascii=False, separators=(",", ":"))


def _moment(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""
