"""What pages ask about talks: lists of them, and what is said about one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page as ListPage
from django.core.paginator import Paginator
from wagtail.models import Page

from community.live.models import Question, Room
from community.people.permissions import Person
from events.actions.publishing import ANCHOR_KIND
from events.models import SeriesPage, TalkPage
from events.permissions import can_carry_questions
from forum.engine import Topic
from forum.permissions import can_read_topic
from forum.queries import topic_for, topic_url

TALKS_A_PAGE = 20


@dataclass(frozen=True)
class Lists:
    """The talks of one year and what is ahead, each list with the series of its talks."""

    live: list[TalkPage]
    upcoming: list[TalkPage]
    years: list[int]
    year: int | None
    past: ListPage


@dataclass(frozen=True)
class Discussion:
    """What is said about a talk: its room, its topic, and the questions that stayed open or were carried."""

    room: Room | None
    topic: Topic | None
    topic_url: str
    open_questions: list[Question]
    carried_questions: list[Question]
    may_carry: bool

    @property
    def has_something(self) -> bool:
        return bool(self.topic or self.open_questions or self.carried_questions)

    @property
    def replies(self) -> int:
        """Posts in the topic after the first."""
        return max(self.topic.posts_count - 1, 0) if self.topic else 0


def talk_lists(parent: Page, year: str = "", number: Any = 1) -> Lists:
    """The talks below a page: live now, upcoming, and those that are over in the year, by default the latest."""
    talks = TalkPage.objects.descendant_of(parent).visible()
    years = [day.year for day in talks.past().order_by().dates("day", "year", order="DESC")]
    chosen = next((known for known in years if str(known) == year), years[0] if years else None)
    past = Paginator(talks.past().filter(day__year=chosen or 1), TALKS_A_PAGE).get_page(number)
    live = _with_rooms(talks.live_now().select_related("room_link__room"))
    upcoming = list(talks.upcoming())
    past.object_list = list(past.object_list)
    with_series([*live, *upcoming, *past.object_list])
    return Lists(live, upcoming, years, chosen, past)


def upcoming_talks(limit: int) -> list[TalkPage]:
    return with_series(TalkPage.objects.visible().upcoming()[:limit])


def live_talks() -> list[TalkPage]:
    return _with_rooms(with_series(TalkPage.objects.visible().live_now().select_related("room_link__room")))


def with_series(talks: Iterable[TalkPage]) -> list[TalkPage]:
    """The same talks, each knowing its series, in one query for all of them."""
    found = list(talks)
    paths = {talk.path[: -TalkPage.steplen] for talk in found}
    series = {page.path: page for page in SeriesPage.objects.filter(path__in=paths)} if paths else {}
    for talk in found:
        if page := series.get(talk.path[: -TalkPage.steplen]):
            talk.series = page
    return found


def find_talk(series_slug: str, talk_slug: str) -> TalkPage | None:
    """The published talk at this address."""
    series = find_series(series_slug)
    talk = TalkPage.objects.child_of(series).visible().filter(slug=talk_slug).first() if series else None
    return with_series([talk])[0] if talk else None


def find_series(slug: str) -> SeriesPage | None:
    return SeriesPage.objects.live().public().filter(slug=slug).first()


def talk_of_room(room: Room) -> TalkPage | None:
    return TalkPage.objects.filter(room_link__room=room).first()


def discussion_of(talk: TalkPage, reader: Person) -> Discussion:
    """What the reader may see of what is said about a talk. An unpublished preview has nothing yet."""
    topic = topic_for(ANCHOR_KIND, talk.pk) if talk.pk else None
    if topic and not can_read_topic(reader, topic):
        topic = None
    room = talk.room
    unanswered = list(_unanswered(room)) if room else []
    return Discussion(
        room=room,
        topic=topic,
        topic_url=topic_url(topic) if topic else "",
        open_questions=[question for question in unanswered if question.is_unanswered],
        carried_questions=[question for question in unanswered if not question.is_unanswered],
        may_carry=room is not None and talk.state != "upcoming" and can_carry_questions(reader, talk),
    )


def waiting_questions(limit: int) -> list[Question]:
    """Questions that were carried into the forum and still wait for an answer, most votes first."""
    carried = Question.objects.shown().filter(state=Question.State.CARRIED, room__audience=Room.Audience.EVERYONE)
    return list(carried.select_related("room").by_votes()[:limit])


def _with_rooms(talks: Iterable[TalkPage]) -> list[TalkPage]:
    """The same talks, each knowing the room that was read with it."""
    found = list(talks)
    for talk in found:
        link = getattr(talk, "room_link", None)
        talk.room = link.room if link else None
    return found


def _unanswered(room: Room) -> Iterable[Question]:
    states = [*Question.UNANSWERED, Question.State.CARRIED]
    questions = Question.objects.filter(room=room, hidden_at=None, state__in=states).by_votes()
    for question in questions:
        question.room = room  # its address is below the room's
        yield question
