"""What pages ask about talks: lists of them, and what is said about one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page as ListPage
from django.core.paginator import Paginator
from wagtail.models import Page

from community.live.models import Question, Room
from community.people.permissions import Person
from events.actions.following import ORIGIN_KIND, excerpt_of
from events.actions.publishing import ANCHOR_KIND
from events.models import SeriesPage, TalkPage
from events.models.timed import OVER
from events.moments import Chapter, chapters
from events.permissions import can_adjust_moments, can_carry_questions
from forum.engine import Post, Topic
from forum.permissions import can_read_topic
from forum.queries import answers_to, known_answers_to, post_url, topic_for, topic_url

TALKS_A_PAGE = 20
State = Question.State


@dataclass(frozen=True)
class Lists:
    """The talks of one year and what is ahead, each list with the series of its talks."""

    live: list[TalkPage]
    upcoming: list[TalkPage]
    years: list[int]
    year: int | None
    past: ListPage


@dataclass(frozen=True)
class Answer:
    """An answer in words: what it says, who gave it, and where it stands if that is elsewhere."""

    question: Question
    text: str
    by: str
    url: str


@dataclass(frozen=True)
class Discussion:
    """What is said about a talk: its room, its topic, and what was asked, by what has become of it."""

    room: Room | None
    topic: Topic | None
    topic_url: str
    chapters: list[Chapter]
    answers: list[Answer]
    open_questions: list[Question]
    carried_questions: list[Question]
    may_carry: bool
    may_adjust: bool

    @property
    def has_something(self) -> bool:
        return bool(self.topic or self.open_questions or self.carried_questions or self.answers)

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
    asked = _asked(room) if room else []
    carried = [question.pk for question in asked if question.carried_url]
    in_forum = known_answers_to(ORIGIN_KIND, carried) if carried else {}
    over = talk.state == OVER
    return Discussion(
        room=room,
        topic=topic,
        topic_url=topic_url(topic) if topic else "",
        chapters=chapters(talk, room, asked) if room and over else [],
        answers=_answers(asked, in_forum, may_read_forum=topic is not None),
        open_questions=[question for question in asked if question.is_unanswered],
        carried_questions=[
            question for question in asked if question.state == State.CARRIED or _is_hidden(question, in_forum)
        ],
        may_carry=room is not None and talk.state != "upcoming" and can_carry_questions(reader, talk),
        may_adjust=room is not None and over and can_adjust_moments(reader, talk),
    )


def chapters_of(talk: TalkPage) -> list[Chapter]:
    """The questions that were answered in the recording of a talk that is over."""
    return chapters(talk, talk.room, _asked(talk.room)) if talk.room and talk.is_over else []


def moment_samples(talk: TalkPage) -> list[Question]:
    """Three questions whose moments show whether the recording and the room agree: the first, one between, the last."""
    answered = Question.objects.shown().filter(room=talk.room, state=State.ANSWERED_LIVE).exclude(answering_at=None)
    found = list(answered.order_by("answering_at", "pk"))
    return found if len(found) < 4 else [found[0], found[len(found) // 2], found[-1]]


def questions_to_settle(talk: TalkPage) -> list[Question]:
    """What stayed open in the talk's room, most votes first, each with everybody who asked it."""
    return list(Question.objects.still_open(talk.room).with_people()) if talk.room else []


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


def _asked(room: Room) -> list[Question]:
    """What everyone may see of what was asked, most votes first."""
    found = list(Question.objects.shown().filter(room=room).with_people().by_votes())
    for question in found:
        question.room = room  # its address is below the room's
    return found


KnownAnswers = Mapping[str, Post | None]


def _answers(asked: list[Question], in_forum: KnownAnswers, *, may_read_forum: bool) -> list[Answer]:
    """What was answered in words, in the room or in the forum."""
    found = [question for question in asked if not _is_hidden(question, in_forum)]
    posts = in_forum if may_read_forum else {}
    return [answer for question in found if (answer := _answer_to(question, posts.get(str(question.pk))))]


def _is_hidden(question: Question, in_forum: KnownAnswers) -> bool:
    """Whether its answer in the forum was hidden by a moderator: then it waits again, until that is taken back."""
    return question.state == State.ANSWERED_IN_FORUM and in_forum.get(str(question.pk), question) is None


def _answer_to(question: Question, post: Post | None) -> Answer | None:
    if post is not None:
        by = post.poster.display_name if post.poster else post.username or ""
        return Answer(question, excerpt_of(post), by, post_url(post))
    if question.state == State.ANSWERED_IN_FORUM:
        return Answer(question, "", "", question.carried_url)
    if question.answer_text:
        return Answer(question, question.answer_text, question.answered_by_name, "")
    return None


def thanks_of_room(room: Room) -> int:
    """How many members have thanked in the forum for the answers to what was asked in a room."""
    carried = room.questions.exclude(carried_url="").values_list("pk", flat=True)
    return sum(answer.detail.thanks_count for answer in answers_to(ORIGIN_KIND, list(carried)).values())
