"""Telling of lessons: whoever follows one of a course hears when another appears there, or one is there again."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from wagtail.models import PageLogEntry

from cms.following import LESSON, lessons, readers_of
from cms.models import CoursePage, LessonPage
from community.notifications import digest, registry
from community.notifications.actions import notify
from community.notifications.digest import Item, Section
from community.notifications.models import Follow, Level
from community.people.models import User

NEW_LESSON = "new_lesson"
MOST = 5  # lessons in a digest

Because = dict[int, tuple[str, str]]


def register() -> None:
    registry.register(
        NEW_LESSON,
        may_see_many=lessons,
        who_may_see=_readers,
        needs_follow=True,
        mail=True,
        waits=True,
    )
    digest.register("new_lessons", new_lessons, order=35)


def tell_lesson(lesson: LessonPage, editor: User | None) -> None:
    """Once for each time that it appears: a lesson that is published again because of a comma is no news.

    Announced is not there: of a lesson that comes soon they hear when it has come.
    """
    if not (lesson.live and lesson.is_ready):
        return
    course = CoursePage.objects.ancestor_of(lesson).first()
    because = _followers(course, lesson) if course else {}
    if course is None or not because:
        return
    withdrawn = PageLogEntry.objects.filter(page=lesson.pk, action="wagtail.unpublish").count()
    notify(
        User.objects.filter(pk__in=because),
        NEW_LESSON,
        object_id=lesson.pk,
        title=_("New lesson in %(course)s: %(lesson)s") % {"course": course.title, "lesson": lesson.title},
        text=lesson.summary,
        url=lesson.url or "",
        actor=editor,
        key=f"lesson:{lesson.pk}:{withdrawn}",
        because=because,
    )


def new_lessons(user: User, since: datetime) -> Section:
    """What appeared since then in the courses of lessons that the member follows in the digest.

    One query for whoever follows none.
    """
    ids = Follow.objects.of(user).filter(kind=LESSON, level=Level.DIGEST).values_list("object_id", flat=True)
    followed = [int(one) for one in ids]
    fresh = _lessons_beside(followed, since) if followed else []
    found = [lesson for lesson in fresh if lesson.is_ready]
    may = lessons(user, [str(lesson.pk) for lesson in found]) if found else {}
    shown = [lesson for lesson in found if str(lesson.pk) in may][:MOST]
    return Section(_("New lessons"), [Item(lesson.title, lesson.url or "", lesson.summary) for lesson in shown])


def _lessons_beside(lesson_ids: Sequence[int], since: datetime) -> QuerySet[LessonPage]:
    """The others in the courses of these that were published since then, oldest first."""
    paths = LessonPage.objects.filter(pk__in=lesson_ids).values_list("path", flat=True)
    above = {path[:end] for path in paths for end in range(CoursePage.steplen, len(path), CoursePage.steplen)}
    inside = Q(pk__in=[])
    for path in CoursePage.objects.filter(path__in=above).values_list("path", flat=True):
        inside |= Q(path__startswith=path)
    fresh = LessonPage.objects.live().filter(inside, first_published_at__gte=since).exclude(pk__in=lesson_ids)
    found: QuerySet[LessonPage] = fresh.order_by("first_published_at")
    return found


def _followers(course: CoursePage, lesson: LessonPage) -> Because:
    """Who follows a lesson of the course at once, with that lesson; what they said of this very one comes first."""
    own = str(lesson.pk)
    ids = [str(pk) for pk in LessonPage.objects.descendant_of(course).values_list("pk", flat=True)]
    rows = list(Follow.objects.filter(kind=LESSON, object_id__in=ids).values_list("user_id", "object_id", "level"))
    decided = {user_id for user_id, object_id, level in rows if object_id == own and level != Level.INSTANT}
    found: Because = {}
    for user_id, object_id, level in rows:
        if level == Level.INSTANT and user_id not in decided and (object_id == own or user_id not in found):
            found[user_id] = (LESSON, object_id)
    return found


def _readers(users: Sequence[User], object_id: str) -> Collection[User]:
    lesson = LessonPage.objects.live().filter(pk=object_id).first()
    return readers_of(lesson, users) if lesson else []
