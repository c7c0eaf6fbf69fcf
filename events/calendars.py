"""Calendar files (RFC 5545): one talk, or a series to subscribe to (R-EVT-10)."""

from collections.abc import Callable, Iterable
from datetime import timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext
from icalendar import Calendar, Event

from events.models import TalkPage

PRODUCT = "-//Intersession//Talks//EN"
# How often a subscriber's calendar should look again (RFC 7986, section 5.7).
LOOK_AGAIN_AFTER = timedelta(hours=6)

Absolute = Callable[[str], str]


def calendar_of(talks: Iterable[TalkPage], absolute: Absolute, name: str = "") -> bytes:
    """The talks as an iCalendar file; `absolute` turns an address of ours into a whole one.

    Times stand in the zone of the talk, with that zone's rules, so that a calendar shows them right in any other.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    if name:
        calendar.add("name", name)
        calendar.add("x-wr-calname", name)
        calendar.add("refresh-interval", LOOK_AGAIN_AFTER, parameters={"VALUE": "DURATION"})
    for talk in talks:
        calendar.add_component(_event(talk, absolute))
    calendar.add_missing_timezones()
    return calendar.to_ical()


def _event(talk: TalkPage, absolute: Absolute) -> Event:
    address = absolute(talk.url)
    zone = ZoneInfo(talk.zone)
    event = Event()
    # The translations of a talk are one event, so they share its identifier.
    event.add("uid", str(talk.translation_key))
    event.add("dtstart", talk.starts_at.astimezone(zone))
    event.add("dtend", talk.ends_at.astimezone(zone))
    event.add("summary", talk.title)
    event.add("description", "\n\n".join(part for part in (talk.teaser, address) if part))
    event.add("url", address)
    event.add("location", _location(talk, address))
    event.add("status", "CONFIRMED" if talk.takes_place else "CANCELLED")
    # Revisions are numbered upwards, which is all that a sequence number has to do (section 3.8.7.4).
    event.add("sequence", talk.live_revision_id or 0)
    if talk.last_published_at:
        event.add("dtstamp", talk.last_published_at)
        event.add("last-modified", talk.last_published_at)
    return event


def _location(talk: TalkPage, address: str) -> str:
    if talk.mode == TalkPage.Mode.ONLINE or not talk.venue:
        return gettext("Online: %(address)s") % {"address": address}
    return talk.venue
