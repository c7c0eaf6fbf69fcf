"""Series and talks for tests."""

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from events.actions import ensure_talks
from events.models import Material, SeriesAgendaItem, SeriesPage, Speaker, TalkPage
from tests.cms.making import make_document, publish_below

BRUSSELS = ZoneInfo("Europe/Brussels")
WEDNESDAY = date(2026, 12, 2)


def make_series(title: str = "EU Clusters Talk", **fields: Any) -> SeriesPage:
    series = SeriesPage(title=title, organiser="The secretariat", **fields)
    series.agenda = [
        SeriesAgendaItem(minutes=15, title="Welcome and news", kind="welcome", sort_order=0),
        SeriesAgendaItem(minutes=60, title="Stories and questions", kind="panel", sort_order=1),
    ]
    return publish_below(ensure_talks(), series)


def make_talk(series: SeriesPage, title: str = "Between the sessions", **fields: Any) -> TalkPage:
    """A published talk, by default on Wednesday 2 December 2026 at 08:30 in Brussels."""
    return publish_below(series, new_talk(title, **fields))


def new_talk(title: str, speakers: list[Speaker] | None = None, materials: int = 0, **fields: Any) -> TalkPage:
    talk = TalkPage(title=title, **{"day": WEDNESDAY, **fields})
    talk.speakers = speakers or []
    talk.materials = [
        Material(title=f"Slides {n}", document=make_document(f"slides-{n}.pdf")) for n in range(materials)
    ]
    return talk


def moment(day: date, clock: str) -> datetime:
    """That time of day on the clocks of Brussels."""
    return datetime.combine(day, time.fromisoformat(clock), tzinfo=BRUSSELS)
