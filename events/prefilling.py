"""The next talk of a series, as far as the series knows it: a moderator adds the topic and publishes (R-EVT-7)."""

from datetime import date

from django.utils import timezone

from community.lib import wallclock
from events.models import SeriesPage, TalkAgendaItem, TalkPage


def prefill(talk: TalkPage, series: SeriesPage) -> None:
    """Fill in a new talk: the next free day, the usual times, organiser and agenda. The title stays to be found."""
    talk.day = next_free_day(series)
    talk.start, talk.end, talk.zone = series.start, series.end, series.zone
    talk.organiser, talk.on_behalf_of = series.organiser, series.on_behalf_of
    talk.target_group = series.target_group
    talk.agenda.set(
        TalkAgendaItem(minutes=item.minutes, title=item.title, kind=item.kind, sort_order=order)
        for order, item in enumerate(series.agenda.all())
    )


def next_free_day(series: SeriesPage) -> date:
    """The next usual weekday on which no talk of the series is planned, drafts included."""
    today = wallclock.at(timezone.now(), series.zone).date()
    planned = TalkPage.objects.child_of(series).filter(day__gt=today).exclude(status=TalkPage.Status.POSTPONED)
    taken = set(planned.values_list("day", flat=True))
    day = wallclock.next_weekday(today, series.weekday)
    while day in taken:
        day = wallclock.next_weekday(day, series.weekday)
    return day
