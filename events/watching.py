"""Series that are followed: whoever follows one hears of every new talk, by the topic that is opened for it."""

from collections.abc import Collection

from django.utils.translation import gettext_lazy as _

from community.notifications import followables
from community.notifications.followables import Followed
from community.people.models import User
from events.actions.publishing import ANCHOR_KIND
from events.models import SeriesPage, TalkPage
from forum.engine import Topic
from forum.following import Place, register_places
from forum.queries import topic_detail

SERIES = "series"


def register() -> None:
    followables.register(SERIES, label=_("Series of talks"), describe=series)
    register_places(places_of)


def series(user: User, object_ids: Collection[str]) -> dict[str, Followed]:
    ids = [int(one) for one in object_ids if one.isascii() and one.isdigit() and len(one) < 19]
    rows = SeriesPage.objects.live().public().filter(pk__in=ids)
    return {str(page.pk): Followed(page.title, page.url or "") for page in rows}


def places_of(topic: Topic) -> list[Place]:
    """The series of the talk that the topic is about."""
    detail = topic_detail(topic)
    talk = TalkPage.objects.filter(pk=detail.anchor_id).first() if detail.anchor_kind == ANCHOR_KIND else None
    page = SeriesPage.objects.parent_of(talk).first() if talk else None
    return [(SERIES, str(page.pk))] if page else []
