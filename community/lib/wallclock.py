"""Wall-clock times in a named zone, and the moments they stand for (R-EVT-2, requirements B8).

What an editor types is a day, a time of day and an IANA zone; the moment in UTC is derived from the three. Two days a
year that is not one-to-one, and the answer is decided here:

- a time that the clocks skip in spring does not exist: `moment` refuses it;
- a time that the clocks show twice in autumn means its first occurrence.
"""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from django.utils.translation import gettext

DEFAULT_ZONE = "Europe/Brussels"
WEDNESDAY = 2

# Zones of members and neighbours outside the folder Europe/ of the zone database.
_ELSEWHERE = [
    "America/Toronto",
    "Asia/Baku",
    "Asia/Jerusalem",
    "Asia/Nicosia",
    "Asia/Tbilisi",
    "Asia/Yerevan",
    "Atlantic/Azores",
    "Atlantic/Canary",
    "Atlantic/Faroe",
    "Atlantic/Madeira",
    "Atlantic/Reykjavik",
    "UTC",
]
# Cities whose own spelling the zone database has no room for.
_CITIES = {"Reykjavik": "Reykjavík", "Istanbul": "İstanbul", "Chisinau": "Chișinău"}


class TimeDoesNotExist(ValueError):
    """The clocks skip this time of day on this day in this zone."""


@cache
def zone_names() -> tuple[str, ...]:
    """The zones that an editor may choose, the default first."""
    europe = sorted(name for name in available_timezones() if name.startswith("Europe/") and name != DEFAULT_ZONE)
    return (DEFAULT_ZONE, *europe, *_ELSEWHERE)


def zone_choices() -> list[tuple[str, str]]:
    return [(name, name.replace("_", " ")) for name in zone_names()]


def moment(day: date, clock: time, zone: str) -> datetime:
    """The moment in UTC at which the clocks of the zone show this time. Raises TimeDoesNotExist in a spring gap."""
    local = datetime.combine(day, clock, tzinfo=ZoneInfo(zone))
    instant = local.astimezone(UTC)
    if instant.astimezone(local.tzinfo).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise TimeDoesNotExist(f"{day} {clock} in {zone}")
    return instant


def at(instant: datetime, zone: str) -> datetime:
    """The same moment as the clocks of the zone show it."""
    return instant.astimezone(ZoneInfo(zone))


def city(zone: str) -> str:
    """Say "Brussels" for Europe/Brussels: what people call the time of a zone."""
    name = zone.rsplit("/", 1)[-1].replace("_", " ")
    return _CITIES.get(name, name)


def offset_label(instant: datetime, zone: str) -> str:
    """Say "UTC+2", "UTC−1", "UTC+5:30": how far the zone's clocks are from UTC at that moment."""
    offset = at(instant, zone).utcoffset() or timedelta()
    sign = "−" if offset < timedelta() else "+"
    hours, minutes = divmod(abs(int(offset.total_seconds())) // 60, 60)
    return f"UTC{sign}{hours}" + (f":{minutes:02}" if minutes else "")


def zone_label(instant: datetime, zone: str) -> str:
    """Say "Brussels time (CEST, UTC+2)": CET or CEST by the day, printed and never parsed."""
    if zone == "UTC":
        return "UTC"
    abbreviation = at(instant, zone).tzname() or ""
    offset = offset_label(instant, zone)
    # Zones without a name of their own are called by their offset ("+03"), which would say it twice.
    inside = f"{abbreviation}, {offset}" if abbreviation[:1].isalpha() else offset
    return gettext("%(city)s time (%(offset)s)") % {"city": city(zone), "offset": inside}


def clock_range(start: datetime, end: datetime, zone: str) -> str:
    """Say "08:30–09:45", as the clocks of the zone show it."""
    return f"{at(start, zone):%H:%M}–{at(end, zone):%H:%M}"


def time_label(start: datetime, end: datetime, zone: str) -> str:
    """Say "08:30–09:45 Brussels time (CEST, UTC+2)" (R-EVT-2)."""
    return f"{clock_range(start, end, zone)} {zone_label(start, zone)}"


def next_weekday(after: date, weekday: int) -> date:
    """The first such weekday (Monday is 0) after the day, never the day itself."""
    return after + timedelta(days=(weekday - after.weekday() - 1) % 7 + 1)
