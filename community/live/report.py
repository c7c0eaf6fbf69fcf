"""What was said, asked and answered in a room, as a report for those who run it.

Nothing is copied: a report is drawn from the room's own rows. They stay when the room closes, so the report stays with
the event, and what is hidden later is hidden in it too. Rehearsals are wiped before a room opens and are in no report.
Whoever asked without a name stays unnamed here, for moderators too: a report is kept, printed and passed on.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from community.lib.spreadsheet import Cell
from community.live.models import Attendee, Message, Poll, Question, Room, Vote
from community.live.permissions import Somebody, can_moderate_room
from community.live.tally import Results, results_of

State = Question.State
# What came of it first, then what is still to be done, then what was not taken up.
ORDER = (
    State.ANSWERED_LIVE,
    State.ANSWERED_WRITTEN,
    State.ANSWERED_IN_FORUM,
    State.CARRIED,
    State.ANSWERING,
    State.OPEN,
    State.PENDING,
    State.DECLINED,
)
ANSWERED = (State.ANSWERED_LIVE, State.ANSWERED_WRITTEN, State.ANSWERED_IN_FORUM)
CHUNK = 500  # messages read at once


@dataclass(frozen=True)
class Figure:
    """A number and what it counts."""

    number: int
    label: str


@dataclass(frozen=True)
class QuestionGroup:
    """The questions in one state, most votes first."""

    state: str
    label: str
    questions: Sequence[Question]


@dataclass(frozen=True)
class ReportedPoll:
    poll: Poll
    results: Results  # without rows while they wait, unless a moderator reads


@dataclass(frozen=True)
class Report:
    """The facts of one room, read in a fixed number of queries."""

    room: Room
    figures: Sequence[Figure]
    groups: Sequence[QuestionGroup]
    hidden_questions: int
    polls: Sequence[ReportedPoll]
    messages: Sequence[Message]


def report_of(room: Room, reader: Somebody) -> Report:
    """The report as this reader may see it."""
    questions, polls = _questions(room), _polls(room, reader)
    shown = [question for question in questions if not question.hidden_at]
    messages = [] if room.rehearses else list(_messages(room))
    return Report(
        room=room,
        figures=[] if room.rehearses else _figures(room, shown, polls, messages),
        groups=_groups(shown),
        hidden_questions=len(questions) - len(shown),
        polls=polls,
        messages=messages,
    )


def _questions(room: Room) -> list[Question]:
    """All but those that became part of another one, which names their askers too."""
    if room.rehearses:
        return []
    return list(room.questions.exclude(state=State.MERGED).with_people().by_votes())


def _groups(questions: Sequence[Question]) -> list[QuestionGroup]:
    found = ((state, [question for question in questions if question.state == state]) for state in ORDER)
    return [QuestionGroup(state.value, str(state.label), group) for state, group in found if group]


def _polls(room: Room, reader: Somebody) -> list[ReportedPoll]:
    """Those that were opened, with every group of answers."""
    if room.rehearses:
        return []
    polls = list(room.polls.exclude(opened_at=None).prefetch_related("options").order_by("opened_at", "pk"))
    results = results_of(polls, None, reveal=can_moderate_room(reader, room))
    return [ReportedPoll(poll, results[poll.pk]) for poll in polls]


def _messages(room: Room) -> QuerySet[Message]:
    return room.messages.select_related("attendee", "reply_to__attendee").order_by("created_at", "pk")


def _figures(
    room: Room, questions: Sequence[Question], polls: Sequence[ReportedPoll], messages: Sequence[Message]
) -> list[Figure]:
    people = Attendee.objects.filter(room=room).aggregate(
        all=Count("pk"),
        guests=Count("pk", filter=Q(user=None)),
        countries=Count("country", filter=~Q(country=""), distinct=True),
    )
    states = Counter(question.state for question in questions)
    votes = Vote.objects.filter(question__in=questions).count()
    return [
        Figure(people["all"], _("People who took part")),
        Figure(people["guests"], _("Guests without an account among them")),
        Figure(people["countries"], _("Countries they named")),
        Figure(len(questions), _("Questions")),
        Figure(sum(states[state] for state in ANSWERED), _("Questions answered")),
        Figure(votes, _("Votes for questions")),
        Figure(sum(1 for message in messages if not message.hidden_at), _("Messages in the chat")),
        Figure(len(polls), _("Polls")),
        Figure(sum(found.results.people for found in polls), _("Answers to polls")),
    ]


def report_rows(room: Room, reader: Somebody) -> Iterator[list[Cell]]:
    """The report as rows of one table; the first column says what each row is. Messages are read bit by bit."""
    yield [
        _("Kind"),
        _("Time in Brussels"),
        _("Name"),
        _("Organisation"),
        _("Text"),
        _("State"),
        _("Votes or answers"),
        _("Answer"),
        _("Answered by"),
        _("Answered at"),
    ]
    if room.rehearses:
        return
    for group in _groups([question for question in _questions(room) if not question.hidden_at]):
        for question in group.questions:
            yield _question_row(question)
    for found in _polls(room, reader):
        yield from _poll_rows(found)
    for message in _messages(room).iterator(chunk_size=CHUNK):
        yield _message_row(message)


def _question_row(question: Question) -> list[Cell]:
    return [
        _("question"),
        _clock(question.created_at),
        question.credited_name,
        question.attendee.organisation if question.named else "",
        question.text,
        str(question.get_state_display()),
        question.votes_count,
        question.answer_text or question.reason or question.carried_url,
        question.answered_by_name,
        _clock(question.answered_at),
    ]


def _poll_rows(found: ReportedPoll) -> Iterator[list[Cell]]:
    poll, results = found.poll, found.results
    state = _("open") if poll.state == "open" else _("closed")
    yield [_("poll"), _clock(poll.opened_at), "", "", poll.text, state, results.people, "", "", _clock(poll.closed_at)]
    for row in results.rows:
        yield [_("poll answer"), "", "", "", poll.text, f"{row.percent} %", row.number, row.text, "", ""]


def _message_row(message: Message) -> list[Cell]:
    """A hidden message keeps its place and loses its words and its name."""
    name, organisation, text, state = message.author_name, message.attendee.organisation, message.text, ""
    if message.hidden_at:
        name, organisation, text, state = "", "", _("A moderator hid this message."), _("hidden")
    return [_("message"), _clock(message.created_at), name, organisation, text, state, "", "", "", ""]


def _clock(moment: datetime | None) -> str:
    return localtime(moment).strftime("%Y-%m-%d %H:%M") if moment else ""
