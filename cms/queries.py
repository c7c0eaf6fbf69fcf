"""What the training pages read: the outline of a course, and where a lesson stands in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Length, Substr
from wagtail.models import PageViewRestriction

from cms.models import BasePage, CoursePage, LessonPage, ModulePage
from community.lib import durations
from community.people.permissions import Person
from forum.engine import Topic
from forum.permissions import can_read_topic, can_reply
from forum.queries import topic_for, topic_url

Kind = TypeVar("Kind", bound=BasePage)


@dataclass(frozen=True)
class Part:
    """A module with its lessons; lessons directly below the course make a part without a module."""

    module: ModulePage | None
    lessons: list[LessonPage]

    @property
    def is_bonus(self) -> bool:
        return bool(self.module and self.module.is_bonus)

    @property
    def minutes(self) -> int:
        return sum(lesson.minutes for lesson in self.lessons)

    @property
    def length(self) -> str:
        """Say "1 h 30" for lessons of 20, 30 and 40 minutes (R-MAT-2)."""
        return durations.in_hours(self.minutes)


@dataclass(frozen=True)
class Outline:
    """All parts of a course in tree order."""

    course: CoursePage
    parts: list[Part]

    @property
    def lessons(self) -> list[LessonPage]:
        return [lesson for part in self.parts for lesson in part.lessons]

    @property
    def length(self) -> str:
        """How long the course takes without its bonus modules (R-MAT-3): as announced, or added up."""
        if self.course.hours:
            return durations.in_hours(self.course.hours * 60)
        return durations.in_hours(sum(part.minutes for part in self.parts if not part.is_bonus))

    def part_of(self, page: ModulePage | LessonPage) -> Part | None:
        """The part that is this module, or that this lesson is in."""
        return next((part for part in self.parts if _belongs(page, part)), None)


@dataclass(frozen=True)
class Place:
    """Where a lesson stands: its course, its part, and the lessons before and after it across modules."""

    outline: Outline
    part: Part
    previous: LessonPage | None
    next: LessonPage | None


def readable_pages(pages: QuerySet[Kind], beside: BasePage | None = None) -> QuerySet[Kind]:
    """The published ones that whoever reads the page `beside` may read too; without it, that everyone may read.

    A restriction holds for its page and all below. Those on the way to `beside` its reader has passed already, so a
    course for members lists its lessons to them. Asked within the query itself: `public()` would ask once more.
    """
    beginning = Substr(OuterRef("path"), 1, Length("page__path"))
    barring = PageViewRestriction.objects.filter(page__path=beginning)
    passed = [*_paths_above(beside.path), beside.path] if beside else []
    return pages.filter(~Exists(barring.exclude(page__path__in=passed)), live=True)


def outline(course: CoursePage, beside: BasePage | None = None) -> Outline:
    """The outline of a course in two queries, however long it is, as it stands beside the page that is being read."""
    return _outlines([course], *_parts_below(course.path, beside or course))[0]


def course_outlines(above: BasePage) -> list[Outline]:
    """The outlines of the courses directly below a page, in three queries for all of them."""
    found = list(readable_pages(CoursePage.objects.child_of(above), above).order_by("path"))
    return _outlines(found, *_parts_below(above.path, above)) if found else []


def course_of(page: ModulePage | LessonPage) -> CoursePage:
    """The course that a module or lesson is in. Raises CoursePage.DoesNotExist for a page outside any course."""
    return CoursePage.objects.get(path__in=_paths_above(page.path))


def place_of(lesson: LessonPage) -> Place:
    """Where a lesson stands in its course."""
    whole = outline(course_of(lesson), lesson)
    # A preview may show a lesson that is not live yet, so it is looked up by address rather than by identity.
    before = [other for other in whole.lessons if other.path < lesson.path]
    after = [other for other in whole.lessons if other.path > lesson.path]
    part = whole.part_of(lesson) or Part(None, [lesson])
    return Place(whole, part, before[-1] if before else None, after[0] if after else None)


def _parts_below(path: str, beside: BasePage) -> tuple[QuerySet[ModulePage], QuerySet[LessonPage]]:
    modules = readable_pages(ModulePage.objects.filter(path__startswith=path), beside)
    lessons = readable_pages(LessonPage.objects.filter(path__startswith=path), beside)
    return modules.order_by("path"), lessons.defer("body").order_by("path")


def _outlines(courses: list[CoursePage], modules: Iterable[ModulePage], lessons: Iterable[LessonPage]) -> list[Outline]:
    by_parent: dict[str, list[LessonPage]] = {}
    for lesson in lessons:
        by_parent.setdefault(_parent_path(lesson.path), []).append(lesson)
    parts: dict[str, list[Part]] = {course.path: [] for course in courses}
    for course in courses:
        if own := by_parent.get(course.path):
            parts[course.path].append(Part(None, own))
    for module in modules:
        course_path = _parent_path(module.path)
        if course_path in parts:  # its course may have been taken down without it
            parts[course_path].append(Part(module, by_parent.get(module.path, [])))
    return [Outline(course, parts[course.path]) for course in courses]


def _belongs(page: ModulePage | LessonPage, part: Part) -> bool:
    if part.module:
        return page.path.startswith(part.module.path)
    return any(lesson.path == page.path for lesson in part.lessons)


def _parent_path(path: str) -> str:
    return path[: -LessonPage.steplen]


def _paths_above(path: str) -> list[str]:
    """The paths of all pages above this one: treebeard's paths grow by steplen characters a level."""
    return [path[:end] for end in range(LessonPage.steplen, len(path), LessonPage.steplen)]


# --- What is said about a lesson ----------------------------------------------------------------------------------

ANCHOR_KIND = "lesson"


@dataclass(frozen=True)
class Discussion:
    """The topic of a lesson, once somebody has asked, and whether the reader may write in it."""

    topic: Topic | None
    url: str
    may_ask: bool

    @property
    def posts(self) -> int:
        return self.topic.posts_count if self.topic else 0


def discussion_of(lesson: LessonPage, reader: Person) -> Discussion:
    """What the reader may see and do about a lesson. An unpublished preview has nothing yet."""
    topic = topic_for(ANCHOR_KIND, lesson.pk) if lesson.pk else None
    readable = topic if topic and can_read_topic(reader, topic) else None
    may_ask = bool(lesson.pk) and _may_ask(reader, topic)
    return Discussion(readable, topic_url(readable) if readable else "", may_ask)


def can_ask_about(reader: Person, lesson: LessonPage) -> bool:
    """Any member, as long as the lesson's topic takes posts."""
    return _may_ask(reader, topic_for(ANCHOR_KIND, lesson.pk))


def _may_ask(reader: Person, topic: Topic | None) -> bool:
    return reader.is_authenticated and (topic is None or can_reply(reader, topic))
