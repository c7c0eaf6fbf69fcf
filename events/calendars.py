"""Calendar files (RFC 5545): one talk, a series or an edition to subscribe to (R-EVT-10, R-ACA-4)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext
from icalendar import Calendar, Event

from events.models import TalkPage

PRODUCT = "-//Intersession//Talks//EN"
# How often a subscriber's calendar should look again (RFC 7986, section 5.7).
LOOK_AGAIN_AFTER = timedelta(hours=6)

Absolute = Callable[[str], str]


@dataclass(frozen=True)
class Entry:
    """One event of a calendar. uid never changes; sequence only grows (section 3.8.7.4)."""

    uid: str
    title: str
    text: str
    url: str
    location: str
    starts_at: datetime
    ends_at: datetime
    zone: str
    takes_place: bool = True
    sequence: int = 0
    changed_at: datetime | None = None


def entry_of(talk: TalkPage, absolute: Absolute) -> Entry:
    """A talk as a calendar shows it; `absolute` turns an address of ours into a whole one."""
    address = absolute(talk.url)
    online = talk.mode == TalkPage.Mode.ONLINE or not talk.venue
    return Entry(
        uid=str(talk.translation_key),  # the translations of a talk are one event
        title=talk.title,
        text=talk.teaser,
        url=address,
        location=gettext("Online: %(address)s") % {"address": address} if online else talk.venue,
        starts_at=talk.starts_at,
        ends_at=talk.ends_at,
        zone=talk.zone,
        takes_place=talk.takes_place,
        sequence=talk.live_revision_id or 0,  # revisions are numbered upwards
        changed_at=talk.last_published_at,
    )


def calendar_of(entries: Iterable[Entry], name: str = "") -> bytes:
    """The entries as an iCalendar file.

    Times stand in the zone of each event, with that zone's rules, so that a calendar shows them right in any other.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    if name:
        calendar.add("name", name)
        calendar.add("x-wr-calname", name)
        calendar.add("refresh-interval", LOOK_AGAIN_AFTER, parameters={"VALUE": "DURATION"})
    for entry in entries:
        calendar.add_component(_event(entry))
    calendar.add_missing_timezones()
    return calendar.to_ical()


def calendar_file(entries: Iterable[Entry], slug: str, name: str = "") -> HttpResponse:
    """The calendar as an answer to a browser or a calendar program."""
    response = HttpResponse(calendar_of(entries, name), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(False, f"{slug}.ics") or "inline"
    return response


def _event(entry: Entry) -> Event:
    zone = ZoneInfo(entry.zone)
    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", entry.changed_at or timezone.now())
    event.add("dtstart", entry.starts_at.astimezone(zone))
    event.add("dtend", entry.ends_at.astimezone(zone))
    event.add("summary", entry.title)
    event.add("description", "\n\n".join(part for part in (entry.text, entry.url) if part))
    event.add("url", entry.url)
    event.add("location", entry.location)
    event.add("status", "CONFIRMED" if entry.takes_place else "CANCELLED")
    event.add("sequence", entry.sequence)
    if entry.changed_at:
        event.add("last-modified", entry.changed_at)
    return event
