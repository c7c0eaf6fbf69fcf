"""Editions: their days are counted, their members share a group and a forum, and everyone knows what is next."""

from datetime import date, time, timedelta
from urllib.parse import urljoin

import pytest
from django.core.exceptions import PermissionDenied
from icalendar import Calendar

from events.academy.actions import add_member, close_edition, ensure_academy, open_edition, remove_member
from events.academy.models import Edition, EditionMembership, Programme, Session
from events.academy.queries import edition_forum, next_for, programme_of
from events.actions import ensure_talks
from forum.actions import make_forum, set_forum_members
from forum.permissions import can_read_forum
from forum.queries import forum_url
from tests.events.making import moment
from tests.kept import kept

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]

DAYS = [date(2026, 11, 5), date(2026, 11, 6), date(2026, 12, 1), date(2026, 12, 9), date(2026, 12, 10)]


@kept
def edition():
    programme = Programme.objects.create(title="Cluster Booster Academy", slug="academy", objectives="Meet\nLearn")
    edition = Edition(
        programme=programme,
        ordinal=5,
        label="5th, December 2026",
        slug="5th",
        status="running",
        starts_month="2026-11",
        ends_month="2026-12",
        place="Rzeszów",
        between="Homework, due Tuesday 24 November\nCoaching slots",
    )
    edition.save()
    for day in DAYS:
        fields = {"mode": "hybrid"} if day.month == 12 and day.day > 5 else {}
        titled = "Feedback session" if day == date(2026, 12, 1) else f"Session of {day:%d %B}"
        Session.objects.create(edition=edition, title=titled, day=day, start=time(9), end=time(10, 30), **fields)
    return edition


@pytest.fixture
def between(time_machine):
    time_machine.move_to(moment(date(2026, 11, 21), "12:00"), tick=False)


def test_days_are_counted_and_the_longest_pause_is_between_the_sessions(client, edition):
    days = programme_of(edition)
    assert [day.pause_after for day in days] == [False, True, False, False, False]
    page = client.get("/editions/5th/").content.decode()
    for words in ("5 days", "November 2026 – December 2026", "Coaching slots", "Feedback session", "<li>Learn</li>"):
        assert words in page
    assert page.index("06 November") < page.index("Coaching slots") < page.index("Feedback session")


def test_members_share_a_private_forum(client, cast, edition, as_user):
    add_member(cast.secretariat, edition, cast.zofia)
    add_member(cast.secretariat, edition, cast.ivo, role="tutor", team=2)
    forum = edition_forum(Edition.objects.get())
    assert [can_read_forum(person, forum) for person in (cast.zofia, cast.ivo, cast.jurgis)] == [True, True, False]
    assert {group.name for group in cast.zofia.groups.all()} == {"edition-5th"}
    assert forum_url(forum) in as_user(cast.zofia).get("/editions/5th/").content.decode()


@pytest.mark.parametrize("who", ["jurgis", None])
def test_others_see_the_programme_but_neither_members_nor_forum(client, cast, edition, as_user, who):
    add_member(cast.secretariat, edition, cast.zofia)
    reader = as_user(getattr(cast, who)) if who else client
    page = reader.get("/editions/5th/").content.decode()
    assert "Feedback session" in page
    assert cast.zofia.display_name not in page
    assert forum_url(edition_forum(Edition.objects.get())) not in page


def test_whoever_leaves_loses_the_forum_at_once(cast, edition):
    add_member(cast.secretariat, edition, cast.zofia)
    remove_member(cast.secretariat, edition, cast.zofia)
    assert not cast.zofia.groups.exists()


def test_a_new_slug_keeps_the_group_and_the_forum(cast, edition):
    add_member(cast.secretariat, edition, cast.zofia)
    edition = Edition.objects.get()
    forum = edition_forum(edition)
    edition.slug = "fifth"
    edition.save()
    assert open_edition(edition) == forum


def begin_again(edition):
    return Edition.objects.create(programme=edition.programme, label="Another", slug="5th", status="running")


def test_a_later_edition_with_the_same_slug_has_a_forum_of_its_own(cast, edition):
    add_member(cast.secretariat, edition, cast.zofia)
    edition = Edition.objects.get()
    old = edition_forum(edition)
    close_edition(edition)
    edition.delete()
    later = begin_again(edition)
    add_member(cast.secretariat, later, cast.jurgis)
    new = edition_forum(Edition.objects.get())
    assert new != old
    assert [can_read_forum(person, old) for person in (cast.zofia, cast.jurgis)] == [True, False]
    assert [can_read_forum(person, new) for person in (cast.zofia, cast.jurgis)] == [False, True]


def test_the_teams_of_a_closed_edition_stay_among_themselves(cast, edition):
    open_edition(edition)
    room = make_forum("edition-5th-team-2", "Team 2", private=True)
    set_forum_members(room, "edition-5th-team-2", users=[cast.ivo])
    close_edition(edition)
    set_forum_members(
        make_forum("edition-5th-team-2", "Team 2", private=True), "edition-5th-team-2", users=[cast.zofia]
    )
    assert [can_read_forum(person, room) for person in (cast.ivo, cast.zofia)] == [True, False]


def test_closing_twice_closes_once(cast, edition):
    add_member(cast.secretariat, edition, cast.zofia)
    close_edition(Edition.objects.get())
    close_edition(Edition.objects.get())
    assert [group.name for group in cast.zofia.groups.all()] == [f"edition-5th-closed-{edition.pk}"]


def test_an_edition_takes_over_a_slug_but_not_the_members(cast, edition):
    add_member(cast.secretariat, edition, cast.zofia)
    Edition.objects.update(slug="fifth")
    later = begin_again(edition)
    add_member(cast.secretariat, later, cast.jurgis)
    forums = [edition_forum(found) for found in Edition.objects.order_by("pk")]
    assert [can_read_forum(cast.jurgis, forum) for forum in forums] == [False, True]


@pytest.mark.parametrize("address", ["delete/{pk}/", "../../../bulk/academy/edition/delete/?id={pk}"])
def test_deleting_in_the_editor_closes_it(cast, edition, as_user, address):
    ensure_talks()
    ensure_academy()
    add_member(cast.secretariat, edition, cast.zofia)
    as_user(cast.secretariat).post(urljoin("/cms/snippets/academy/edition/", address.format(pk=edition.pk)))
    assert not Edition.objects.exists()
    assert cast.zofia.groups.get().name.endswith(f"-closed-{edition.pk}")


def test_only_organisers_change_who_takes_part(cast, edition):
    for person in (cast.ona, cast.zofia, cast.camille):
        with pytest.raises(PermissionDenied):
            add_member(person, edition, cast.jurgis)
        with pytest.raises(PermissionDenied):
            remove_member(person, edition, cast.jurgis)
    assert not EditionMembership.objects.exists()


def test_what_is_next_for_a_member(client, cast, edition, as_user, between):
    ensure_talks()
    add_member(cast.secretariat, edition, cast.zofia)
    assert next_for(cast.zofia).session.title == "Feedback session"
    assert next_for(cast.jurgis) is None
    page = as_user(cast.zofia).get("/").content.decode()
    assert "Next: Feedback session" in page
    assert "Tuesday 1 December 2026" in page
    assert "Next: Feedback session" not in client.get("/").content.decode()


def test_a_session_that_goes_on_is_still_next(cast, edition, time_machine):
    add_member(cast.secretariat, edition, cast.zofia)
    time_machine.move_to(moment(date(2026, 12, 1), "10:00"), tick=False)
    assert next_for(cast.zofia).session.title == "Feedback session"


def test_a_draft_is_for_organisers(client, cast, edition, as_user):
    Edition.objects.update(status="draft")
    assert client.get("/editions/5th/").status_code == 404
    assert as_user(cast.zofia).get("/editions/5th/calendar.ics").status_code == 404
    assert as_user(cast.secretariat).get("/editions/5th/").status_code == 200
    assert "5th, December 2026" not in client.get("/editions/").content.decode()


def test_a_session_elsewhere_says_so_also_in_the_calendar(client, edition):
    Session.objects.filter(day=DAYS[-1]).update(venue="Weavers' workshop")
    assert "Weavers&#x27; workshop" in client.get("/editions/5th/").content.decode()
    events = Calendar.from_ical(client.get("/editions/5th/calendar.ics").content).walk("VEVENT")
    assert [str(event["location"]) for event in events] == ["Online"] * 3 + ["Rzeszów", "Weavers' workshop"]


def test_an_archived_edition_reports_its_figures(client, edition):
    Edition.objects.update(status="archived", reported_participants=31, reported_regions=19)
    assert "31 participants from 19 regions (reported)" in " ".join(
        client.get("/editions/5th/").content.decode().split()
    )


def test_organisers_keep_editions_in_the_editor(cast, edition, as_user):
    ensure_talks()
    ensure_academy()
    desk = as_user(cast.secretariat)
    address = f"/cms/snippets/academy/edition/edit/{edition.pk}/"
    assert desk.get(address).status_code == 200
    assert as_user(cast.ona).get(address).status_code in (302, 403)
    session = edition.sessions.first()
    typed = {
        **{f"{inline}-{name}": value for inline in ("sessions", "memberships") for name, value in FORMS.items()},
        "programme": edition.programme_id,
        "label": "5th",
        "ordinal": 5,
        "slug": "5th",
        "status": "running",
        "sessions-TOTAL_FORMS": 1,
        "sessions-INITIAL_FORMS": 1,
        "sessions-0-id": session.pk,
        "sessions-0-title": "Welcome",
        "sessions-0-format": "frontal",
        "sessions-0-day": "2026-11-05",
        "sessions-0-start": "09:00",
        "sessions-0-end": "10:00",
        "sessions-0-zone": "Europe/Brussels",
        "sessions-0-mode": "online",
        "memberships-TOTAL_FORMS": 1,
        "memberships-0-user": cast.zofia.pk,
        "memberships-0-role": "participant",
    }
    answer = desk.post(address, typed)
    assert answer.status_code == 302, answer.context["form"].errors
    assert cast.zofia.groups.filter(name="edition-5th").exists()
    session.refresh_from_db()
    assert session.ends_at - session.starts_at == timedelta(hours=1)


FORMS = {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": 1000}


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_as_many_queries_with_three_editions_as_with_one(
    client, edition, count, django_assert_num_queries
):
    for number in range(1, count):
        other = Edition.objects.create(
            programme=edition.programme, label=f"{number}", slug=f"{number}", status="running"
        )
        Session.objects.create(edition=other, title="Day", day=DAYS[0])
    with django_assert_num_queries(2):
        client.get("/editions/")


@pytest.mark.parametrize("count", [1, 3])
def test_an_edition_takes_as_many_queries_with_three_members_as_with_one(
    cast, edition, as_user, count, django_assert_num_queries
):
    for person in (cast.zofia, cast.ivo, cast.jurgis)[:count]:
        add_member(cast.secretariat, edition, person)
    reader = as_user(cast.zofia)
    reader.get("/editions/5th/")
    with django_assert_num_queries(11):
        reader.get("/editions/5th/")


def test_a_forum_that_the_group_was_let_into_is_the_editions(cast, edition):
    made = make_forum("academy-room", "The room of the fifth", private=True)
    set_forum_members(made, "edition-5th", users=[cast.zofia])
    assert edition_forum(edition) == made
    assert open_edition(edition) == made
