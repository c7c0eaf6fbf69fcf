"""What moderators, speakers and the projector see of a live room, drawn from rows that are never saved."""

from typing import Any

from community.live.models import Message, Poll, Question
from community.live.polls import ShownPoll
from community.live.tally import Results, Row
from community.people.models import User
from community.styleguide.samples.live import EVA, OLYMPIA, PEKKA, READER, ROOM
from community.styleguide.samples.specimen import JUNE, LONG_NAME, LONG_TITLE, WINTER, Specimen

State = Question.State
WAITING = Question(pk=9101, text="Who may join the second mission?", attendee=EVA, state=State.PENDING, named=False)
LONG = Question(pk=9102, text=LONG_TITLE, attendee=OLYMPIA, votes_count=31, label="Money")
CURRENT = Question(pk=9103, text="What did you stop doing?", attendee=PEKKA, state=State.ANSWERING, votes_count=7)
ANSWERED = Question(
    pk=9104,
    text="Is there a template for the letter?",
    attendee=EVA,
    state=State.ANSWERED_WRITTEN,
    answer_text="Yes, it lies with the slides.",
    answered_by_name="Pekka Esimerkki",
)
TAKEN = Question(
    pk=9105, text="And after year four?", attendee=PEKKA, taken_by=User(display_name=LONG_NAME), taken_at=WINTER
)
POLL = Poll(pk=9101, room=ROOM, text="What keeps you from meeting more often?", opened_at=JUNE, closed_at=JUNE)


def _each(*questions: Question, **more: Any) -> list[dict[str, Any]]:
    return [{"room": ROOM, "question": question, **more} for question in questions]


def _results(*numbers: tuple[str, int], people: int, own: str = "") -> dict[str, Any]:
    rows = [Row(str(place), text, number, people) for place, (text, number) in enumerate(numbers)]
    return {"shown": ShownPoll(POLL, Results(people, rows), own=(own,)), "room": ROOM}


DESKS = [
    Specimen(
        "moderators-desk",
        _each(WAITING, TAKEN, LONG, CURRENT, ANSWERED, may=READER | {"answer": True, "moderate": True}),
        wrapper="ruled desk",
        tag="ol",
        template="live/_desk_row.html",
    ),
    Specimen(
        "speakers-desk",
        _each(CURRENT, LONG, token="style-guide"),  # noqa: S106 (opens nothing)
        wrapper="speak__turns",
        tag="ol",
        template="live/_speak_question.html",
    ),
    Specimen(
        "poll-results",
        [
            _results(("Time", 12), ("Money", 7), (LONG_TITLE, 0), people=19, own="1"),
            _results(people=0),
        ],
        wrapper="poll",
        template="live/_poll_results.html",
    ),
    Specimen(
        "stage",
        _each(CURRENT, LONG, TAKEN),
        wrapper="stage__questions",
        tag="ol",
        template="live/_stage_question.html",
    ),
    Specimen(
        "quiet",
        [
            {
                "room": ROOM,
                "quiet": True,
                "may": READER,
                "message": Message(pk=9101, attendee=EVA, text="Good morning from Győr!", created_at=JUNE),
            }
        ],
        tag="ol",
        wrapper="plain",
        template="live/_message.html",
    ),
    Specimen("quiet-news", [{"room": ROOM}], template="live/_news.html"),
]
