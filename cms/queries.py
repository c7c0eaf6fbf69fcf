"""What the training pages read: the outline of a course, and where a lesson stands in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from cms.models import CoursePage, LessonPage, ModulePage
from community.lib import durations
from community.people.permissions import Person
from forum.engine import Topic
from forum.permissions import can_read_topic, can_reply
from forum.queries import topic_for, topic_url


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


def outline(course: CoursePage) -> Outline:
    """The outline of a course in two queries, however long it is."""
    return _outlines([course], _modules_below(course.path), _lessons_below(course.path))[0]


def course_outlines(courses: Iterable[CoursePage]) -> list[Outline]:
    """The outlines of several courses with the same parent, in two queries for all of them."""
    found = list(courses)
    if not found:
        return []
    above = _parent_path(found[0].path)
    return _outlines(found, _modules_below(above), _lessons_below(above))


def course_of(page: ModulePage | LessonPage) -> CoursePage:
    """The course that a module or lesson is in. Raises CoursePage.DoesNotExist for a page outside any course."""
    return CoursePage.objects.get(path__in=_paths_above(page.path))


def place_of(lesson: LessonPage) -> Place:
    """Where a lesson stands in its course."""
    whole = outline(course_of(lesson))
    # A preview may show a lesson that is not live yet, so it is looked up by address rather than by identity.
    before = [other for other in whole.lessons if other.path < lesson.path]
    after = [other for other in whole.lessons if other.path > lesson.path]
    part = whole.part_of(lesson) or Part(None, [lesson])
    return Place(whole, part, before[-1] if before else None, after[0] if after else None)


def _modules_below(path: str) -> QuerySet[ModulePage]:
    return ModulePage.objects.filter(path__startswith=path).live().order_by("path")


def _lessons_below(path: str) -> QuerySet[LessonPage]:
    return LessonPage.objects.filter(path__startswith=path).live().defer("body").order_by("path")


def _outlines(courses: list[CoursePage], modules: Iterable[ModulePage], lessons: Iterable[LessonPage]) -> list[Outline]:
    by_parent: dict[str, list[LessonPage]] = {}
    for lesson in lessons:
        by_parent.setdefault(_parent_path(lesson.path), []).append(lesson)
    parts: dict[str, list[Part]] = {course.path: [] for course in courses}
    for course in courses:
        if own := by_parent.get(course.path):
            parts[course.path].append(Part(None, own))
    for module in modules:
        parts[_parent_path(module.path)].append(Part(module, by_parent.get(module.path, [])))
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
