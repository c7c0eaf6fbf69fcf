"""Calendar files, read back by the library that calendars use (R-EVT-10)."""

from datetime import UTC, date, datetime

import pytest
from icalendar import Calendar

from tests.events.making import make_series, make_talk
from tests.kept import kept

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]


@kept
def series():
    return make_series()


def events_at(client, path):
    response = client.get(path)
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    return Calendar.from_ical(response.content).walk("VEVENT")


def test_a_talk_keeps_its_wall_clock_and_brings_the_rules_of_its_zone(client, series):
    talk = make_talk(series, "Repair, reuse; resell", teaser="Come.", day=date(2024, 6, 19))
    content = client.get(f"{talk.url}calendar.ics").content
    assert b"DTSTART;TZID=Europe/Brussels:20240619T083000" in content
    assert b"BEGIN:VTIMEZONE" in content
    event = Calendar.from_ical(content).walk("VEVENT")[0]
    assert event.start.astimezone(UTC) == datetime(2024, 6, 19, 6, 30, tzinfo=UTC)
    assert event.duration.total_seconds() == 75 * 60
    assert (event["summary"], event["status"]) == ("Repair, reuse; resell", "CONFIRMED")
    assert event["url"] == f"http://testserver{talk.url}"
    assert event["location"] == f"Online: http://testserver{talk.url}"


def test_a_place_is_where_to_go(client, series):
    talk = make_talk(series, mode="hybrid", venue="Weavers' workshop, Rzeszów")
    assert events_at(client, f"{talk.url}calendar.ics")[0]["location"] == "Weavers' workshop, Rzeszów"


def test_a_change_keeps_the_identifier_and_counts_up(client, series):
    talk = make_talk(series)
    before = events_at(client, f"{talk.url}calendar.ics")[0]
    talk.status = "cancelled"
    talk.save_revision().publish()
    after = events_at(client, f"{talk.url}calendar.ics")[0]
    assert (before["uid"], "CANCELLED") == (after["uid"], after["status"])
    assert after["sequence"] > before["sequence"]
    assert after["last-modified"].dt >= before["last-modified"].dt


def test_a_series_is_one_calendar(client, series):
    make_talk(series, "Second")
    make_talk(series, "First", day=date(2026, 11, 18))
    make_talk(series, "Draft").unpublish()
    assert [event["summary"] for event in events_at(client, "/talks/eu-clusters-talk/calendar.ics")] == [
        "First",
        "Second",
    ]
    assert "webcal://testserver/talks/eu-clusters-talk/calendar.ics" in client.get(series.url).content.decode()


def test_what_is_not_published_has_no_calendar(client, series):
    talk = make_talk(series)
    talk.unpublish()
    assert client.get(f"{talk.url}calendar.ics").status_code == 404
    assert client.get("/talks/none/calendar.ics").status_code == 404
