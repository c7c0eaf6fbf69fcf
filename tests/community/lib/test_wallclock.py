"""The times of B8: zones that do not move together, and the two days a year on which clocks lie."""

from datetime import UTC, date, datetime, time

import pytest

from community.lib import wallclock

SUMMER, WINTER = date(2024, 6, 19), date(2026, 12, 2)
HALF_PAST_EIGHT = time(8, 30)


def in_brussels(day: date) -> datetime:
    return wallclock.moment(day, HALF_PAST_EIGHT, "Europe/Brussels")


def test_half_past_eight_in_brussels_is_half_past_six_utc_in_june():
    assert in_brussels(SUMMER) == datetime(2024, 6, 19, 6, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "in_summer", "in_winter"),
    [
        ("Atlantic/Reykjavik", "06:30", "07:30"),
        ("Europe/Istanbul", "09:30", "10:30"),
        ("Europe/Helsinki", "09:30", "09:30"),
        ("Europe/Lisbon", "07:30", "07:30"),
        ("Europe/Dublin", "07:30", "07:30"),
    ],
)
def test_other_zones_see_their_own_clocks(zone, in_summer, in_winter):
    assert f"{wallclock.at(in_brussels(SUMMER), zone):%H:%M}" == in_summer
    assert f"{wallclock.at(in_brussels(WINTER), zone):%H:%M}" == in_winter


@pytest.mark.parametrize(
    ("day", "zone", "label"),
    [
        (SUMMER, "Europe/Brussels", "Brussels time (CEST, UTC+2)"),
        (WINTER, "Europe/Brussels", "Brussels time (CET, UTC+1)"),
        (WINTER, "Europe/Istanbul", "İstanbul time (UTC+3)"),
        (SUMMER, "Atlantic/Azores", "Azores time (UTC+0)"),
        (WINTER, "Atlantic/Azores", "Azores time (UTC−1)"),
        (WINTER, "Atlantic/Reykjavik", "Reykjavík time (GMT, UTC+0)"),
        (WINTER, "UTC", "UTC"),
    ],
)
def test_the_label_names_the_city_and_what_its_clocks_are_called_that_day(day, zone, label):
    assert wallclock.zone_label(wallclock.moment(day, HALF_PAST_EIGHT, zone), zone) == label


def test_the_time_is_printed_with_its_zone():
    start, end = in_brussels(SUMMER), wallclock.moment(SUMMER, time(9, 45), "Europe/Brussels")
    assert wallclock.time_label(start, end, "Europe/Brussels") == "08:30–09:45 Brussels time (CEST, UTC+2)"


def test_a_time_that_the_clocks_skip_in_spring_is_refused():
    with pytest.raises(wallclock.TimeDoesNotExist):
        wallclock.moment(date(2026, 3, 29), time(2, 30), "Europe/Brussels")


def test_a_time_that_comes_twice_in_autumn_is_its_first_occurrence():
    twice = wallclock.moment(date(2026, 10, 25), time(2, 30), "Europe/Brussels")
    assert twice == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert wallclock.zone_label(twice, "Europe/Brussels") == "Brussels time (CEST, UTC+2)"


def test_the_day_of_the_change_has_one_moment_for_every_other_time():
    assert in_brussels(date(2026, 3, 29)) == datetime(2026, 3, 29, 6, 30, tzinfo=UTC)
    assert in_brussels(date(2026, 10, 25)) == datetime(2026, 10, 25, 7, 30, tzinfo=UTC)


def test_the_next_wednesday_is_never_today():
    assert wallclock.next_weekday(date(2026, 12, 2), wallclock.WEDNESDAY) == date(2026, 12, 9)
    assert wallclock.next_weekday(date(2026, 12, 1), wallclock.WEDNESDAY) == date(2026, 12, 2)


def test_every_zone_on_offer_exists_and_brussels_comes_first():
    names = wallclock.zone_names()
    assert names[0] == "Europe/Brussels"
    assert {"Atlantic/Reykjavik", "Europe/Istanbul", "Europe/Helsinki"} <= set(names)
    assert all(wallclock.at(in_brussels(WINTER), name) for name in names)
