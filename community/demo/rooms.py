"""What was said in the live rooms (demo-data C7)."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from community.demo.dates import Dates
from community.demo.polls import add_polls
from community.demo.reading import client_id, read
from community.demo.talks import CLINIC, talk_on
from community.lib import wallclock
from community.live.actions import ensure_lounge, set_recording, start_rehearsal
from community.live.actions.chat import tell_message
from community.live.actions.moving import tell_question
from community.live.actions.saying import store_once
from community.live.models import Attendee, Message, Question, Reaction, Room, Vote
from community.live.stream import votes_changed
from community.live.voices import enter
from community.people.models import User
from events.models import TalkPage

State = Question.State
TALK = "talk-"


def add_sayings(talks: dict[str, TalkPage], people: dict[str, User], dates: Dates) -> None:
    """Messages, questions, votes and polls of the rooms that the files describe. A room that has any is left alone."""
    for entry in read("live/rooms")["rooms"]:
        room, began = _room(entry["key"], talks, dates)
        if entry["key"] == "talk-2026-12-02":
            room.questions_from = dates.days_ago(20)
            room.save(update_fields=["questions_from"])
        if room.messages.exists() or room.questions.exists():
            continue
        if entry.get("rehearses") and room.phase == "before":
            start_rehearsal(people["ona"], room)
        _fill(room, entry, began, people)


def set_recordings(talks: dict[str, TalkPage]) -> None:
    """When the recordings began, so that what was answered has its moment in them."""
    for entry in read("world/talks")["talks"]:
        talk = talks[entry["key"]]
        if "film" in entry and talk.room and talk.room.recording_started_at is None:
            clock = time.fromisoformat(entry["film"]["began"])
            set_recording(talk.room, started_at=wallclock.moment(talk.day, clock, talk.zone), shift=0)


def _room(key: str, talks: dict[str, TalkPage], dates: Dates) -> tuple[Room, datetime]:
    """The room, and the moment from which its minutes are counted."""
    if key == "lounge":
        return _lounge(dates), dates.days_ago(0)
    talk = talk_on(talks, key.removeprefix(TALK)) if key.startswith(TALK) else talks[CLINIC]
    return Room.objects.get(slug=talk.slug), talk.starts_at


def _lounge(dates: Dates) -> Room:
    """The lounge has been open for longer than the demo."""
    lounge = ensure_lounge()
    lounge.opens_at = min(lounge.opens_at, dates.days_ago(90))
    lounge.save(update_fields=["opens_at"])
    return lounge


def _fill(room: Room, entry: dict, began: datetime, people: dict[str, User]) -> None:
    said: dict[str, Message] = {}
    for place, facts in enumerate(entry.get("messages", [])):
        message = Message(
            text=facts["text"],
            reply_to=said.get(facts.get("reply_to", "")),
            **_said(room, facts, began, people, ("message", entry["key"], place)),
        )
        said[facts.get("key", str(place))] = stored = store_once(message, tell_message)
        _react(stored, facts.get("reactions", {}), people)
    for place, facts in enumerate(entry.get("questions", [])):
        _vote(_ask(room, facts, began, people, (entry["key"], place)), facts["votes"], people)
    add_polls(room, entry.get("polls", []), began, people)
    votes_changed(room)


def _said(room: Room, facts: dict, began: datetime, people: dict[str, User], place: tuple) -> dict:
    at = began + timedelta(minutes=facts["minute"])
    who = _guest(room, facts) if "guest" in facts else enter(people[facts["author"]], room)
    return {"room": room, "attendee": who, "client_id": client_id(*place), "created_at": min(at, timezone.now())}


def _guest(room: Room, facts: dict) -> Attendee:
    """Somebody who came with the code of the room and has no account."""
    guest, _made = Attendee.objects.get_or_create(
        room=room, user=None, name=facts["guest"], defaults={"country": facts["country"]}
    )
    return guest


def _react(message: Message, reactions: dict[str, int], people: dict[str, User]) -> None:
    for kind, number in reactions.items():
        others = [user for user in people.values() if user.pk != message.attendee.user_id]
        Reaction.objects.bulk_create(
            Reaction(message=message, attendee=enter(user, message.room), kind=kind) for user in others[-number:]
        )


def _ask(room: Room, facts: dict, began: datetime, people: dict[str, User], place: tuple) -> Question:
    asked = began + timedelta(minutes=facts["minute"])
    answered = facts["state"] in {State.ANSWERED_LIVE, State.ANSWERED_WRITTEN}
    question = Question(
        text=facts["text"],
        named=facts.get("named", True),
        state=facts["state"],
        label=facts.get("label", ""),
        merged_into=room.questions.get(text=facts["into"]) if "into" in facts else None,
        reason=facts.get("reason", ""),
        answer_text=facts.get("answer", ""),
        answering_at=asked + timedelta(minutes=5) if answered or facts["state"] == State.ANSWERING else None,
        answered_at=asked + timedelta(minutes=8) if answered else None,
        answered_by_name="Speaker (demo)" if answered else "",
        **_said(room, facts, began, people, ("question", *place)),
    )
    return store_once(question, tell_question)


def _vote(question: Question, votes: int, people: dict[str, User]) -> None:
    """As many votes as the files say, from accounts other than the asker's."""
    others = [user for user in people.values() if user.pk != question.attendee.user_id]
    first = question.pk % len(others)
    voters = (others[first:] + others[:first])[:votes]
    Vote.objects.bulk_create([Vote(question=question, attendee=enter(voter, question.room)) for voter in voters])
    Question.objects.filter(pk=question.pk).update(votes_count=len(voters))
