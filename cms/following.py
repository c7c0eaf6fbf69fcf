"""Lessons that are followed: whoever follows one hears of every question about it."""

from collections.abc import Collection, Sequence

from django.utils.translation import gettext_lazy as _
from wagtail.models import PageViewRestriction

from cms.models import LessonPage
from cms.queries import ANCHOR_KIND
from community.notifications import followables
from community.notifications.followables import Followed
from community.people.models import User
from forum.engine import Topic
from forum.following import Place, register_places
from forum.queries import topic_detail

LESSON = "lesson"


def register() -> None:
    followables.register(LESSON, label=_("Lessons"), describe=lessons)
    register_places(LESSON, places_of, lambda ids: (ANCHOR_KIND, ids), with_replies=True)


def lessons(user: User, object_ids: Collection[str]) -> dict[str, Followed]:
    """Three queries, however many there are; a lesson that only some may read is for them only."""
    ids = [int(one) for one in object_ids if one.isascii() and one.isdigit() and len(one) < 19]
    closed = [rule.page.path for rule in _restrictions() if not _lets_in(rule, user)] if ids else []
    rows = [page for page in LessonPage.objects.live().filter(pk__in=ids) if not page.path.startswith(tuple(closed))]
    return {str(page.pk): Followed(page.title, page.url or "") for page in rows}


def readers_of(lesson: LessonPage, users: Sequence[User]) -> list[User]:
    """Those of the users who may read the lesson: asked one by one only where not everybody may."""
    rules = [rule for rule in _restrictions() if lesson.path.startswith(rule.page.path)]
    return [user for user in users if all(_lets_in(rule, user) for rule in rules)]


def places_of(topic: Topic) -> list[Place]:
    detail = topic_detail(topic)
    return [(LESSON, detail.anchor_id)] if detail.anchor_kind == ANCHOR_KIND else []


def _restrictions() -> Collection[PageViewRestriction]:
    return PageViewRestriction.objects.select_related("page").prefetch_related("groups")


def _lets_in(rule: PageViewRestriction, user: User) -> bool:
    """The same answer as the page itself gives; no shared passwords are offered here."""
    if user.is_superuser or rule.restriction_type == PageViewRestriction.LOGIN:
        return True
    return bool({group.pk for group in rule.groups.all()} & set(user.groups.values_list("pk", flat=True)))
