"""What was said in the live rooms (demo-data C7)."""

from datetime import datetime, timedelta

from community.demo.dates import Dates
from community.demo.reading import client_id, read
from community.demo.talks import CLINIC, talk_on
from community.live.actions.chat import tell_message
from community.live.actions.questions import tell_question
from community.live.actions.saying import store_once
from community.live.models import Message, Question, Room, Vote
from community.live.stream import votes_changed
from community.live.voices import enter
from community.people.models import User
from events.models import TalkPage

State = Question.State
ROOMS = {"talk-2026-11-18": "2026-11-18", "talk-2026-12-02": "2026-12-02"}


def add_sayings(talks: dict[str, TalkPage], people: dict[str, User], dates: Dates) -> None:
    """Messages, questions and votes of the rooms that the files describe. A room that has any is left alone."""
    for entry in read("live/rooms")["rooms"]:
        talk = talk_on(talks, ROOMS[entry["key"]]) if entry["key"] in ROOMS else talks[CLINIC]
        room = Room.objects.get(slug=talk.slug)
        if entry["key"] == "talk-2026-12-02":
            room.questions_from = dates.days_ago(20)
            room.save(update_fields=["questions_from"])
        if not room.messages.exists() and not room.questions.exists():
            _fill(room, entry, talk.starts_at, people)


def _fill(room: Room, entry: dict, began: datetime, people: dict[str, User]) -> None:
    for place, facts in enumerate(entry["messages"]):
        author = people[facts["author"]]
        message = Message(text=facts["text"], **_said(room, author, began, facts, ("message", entry["key"], place)))
        store_once(message, tell_message)
    for place, facts in enumerate(entry["questions"]):
        _vote(_ask(room, facts, began, people, (entry["key"], place)), facts["votes"], people)
    votes_changed(room)


def _said(room: Room, author: User, began: datetime, facts: dict, place: tuple) -> dict:
    return {
        "room": room,
        "attendee": enter(author, room),
        "client_id": client_id(*place),
        "created_at": began + timedelta(minutes=facts["minute"]),
    }


def _ask(room: Room, facts: dict, began: datetime, people: dict[str, User], place: tuple) -> Question:
    asked = began + timedelta(minutes=facts["minute"])
    answered = facts["state"] in {State.ANSWERED_LIVE, State.ANSWERED_WRITTEN}
    question = Question(
        text=facts["text"],
        named=facts.get("named", True),
        state=facts["state"],
        reason=facts.get("reason", ""),
        answer_text=facts.get("answer", ""),
        answering_at=asked + timedelta(minutes=5) if answered or facts["state"] == State.ANSWERING else None,
        answered_at=asked + timedelta(minutes=8) if answered else None,
        answered_by_name="Speaker (demo)" if answered else "",
        **_said(room, people[facts["author"]], began, facts, ("question", *place)),
    )
    return store_once(question, tell_question)


def _vote(question: Question, votes: int, people: dict[str, User]) -> None:
    """As many votes as the files say, from accounts other than the asker's."""
    others = [user for user in people.values() if user.pk != question.attendee.user_id]
    first = question.pk % len(others)
    voters = (others[first:] + others[:first])[:votes]
    Vote.objects.bulk_create([Vote(question=question, attendee=enter(voter, question.room)) for voter in voters])
    Question.objects.filter(pk=question.pk).update(votes_count=len(voters))
