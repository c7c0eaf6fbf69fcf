"""Series that are followed, whose new talks are told by the topics opened for them; and the next talk in a digest."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from community.lib import wallclock
from community.notifications import digest, followables
from community.notifications.digest import Item, Section
from community.notifications.followables import Followed
from community.people.models import User
from events.actions.publishing import ANCHOR_KIND
from events.models import SeriesPage, TalkPage
from events.queries import upcoming_talks
from forum.engine import Topic
from forum.following import Place, register_places
from forum.queries import topic_detail

SERIES = "series"


def register() -> None:
    followables.register(SERIES, label=gettext_lazy("Series of talks"), describe=series)
    register_places(SERIES, places_of, talks_of)
    digest.register("next_talk", next_talk, order=40)


def next_talk(user: User, since: datetime) -> Section:
    """The next talk that everyone may come to."""
    talks = upcoming_talks(1)
    return Section(_("Next talk"), [Item(talk.title, talk.url or "", _when(talk)) for talk in talks])


def _when(talk: TalkPage) -> str:
    day = date_format(wallclock.at(talk.starts_at, talk.zone), "l j F")
    return f"{day}, {wallclock.time_label(talk.starts_at, talk.ends_at, talk.zone)}"


def series(user: User, object_ids: Collection[str]) -> dict[str, Followed]:
    ids = [int(one) for one in object_ids if one.isascii() and one.isdigit() and len(one) < 19]
    rows = SeriesPage.objects.live().public().filter(pk__in=ids)
    return {str(page.pk): Followed(page.title, page.url or "") for page in rows}


def talks_of(series_ids: Collection[str]) -> tuple[str, list[str]]:
    """The talks of these series, as the topics that are about them name them."""
    ids = [int(one) for one in series_ids if one.isdigit() and len(one) < 19]
    below = Q(pk__in=[])
    for path in SeriesPage.objects.filter(pk__in=ids).values_list("path", flat=True):
        below |= Q(path__startswith=path)
    talks = TalkPage.objects.filter(below).values_list("pk", flat=True)
    return ANCHOR_KIND, [str(pk) for pk in talks]


def places_of(topic: Topic) -> list[Place]:
    """The series of the talk that the topic is about."""
    detail = topic_detail(topic)
    talk = TalkPage.objects.filter(pk=detail.anchor_id).first() if detail.anchor_kind == ANCHOR_KIND else None
    page = SeriesPage.objects.parent_of(talk).first() if talk else None
    return [(SERIES, str(page.pk))] if page else []
