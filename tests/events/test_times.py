"""When a talk is: typed on the wall clock of its zone, whoever types it and wherever (R-EVT-2)."""

from datetime import UTC, date, datetime, time

import pytest
from django.core.exceptions import ValidationError
from wagtail.users.models import UserProfile

from events.models import TalkPage
from tests.events.making import WEDNESDAY, make_series, make_talk, moment
from tests.kept import kept

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]


@kept
def series():
    return make_series()


def test_the_talk_of_19_june_2024(client, series):
    talk = make_talk(series, "Cluster Management 101", day=date(2024, 6, 19))
    assert talk.starts_at == datetime(2024, 6, 19, 6, 30, tzinfo=UTC)
    assert (talk.time_label, talk.length) == ("08:30–09:45 Brussels time (CEST, UTC+2)", "75 min")
    page = client.get(talk.url).content.decode()
    assert "Brussels time (CEST, UTC+2)" in page
    assert 'datetime="2024-06-19T08:30:00+02:00" data-local' in page


def test_an_editor_elsewhere_types_the_talks_own_time(series, cast, as_user):
    UserProfile.objects.create(user=cast.ona, current_time_zone="Europe/Helsinki")
    form = as_user(cast.ona)
    address = f"/cms/pages/add/events/talkpage/{series.pk}/"
    response = form.post(address, typed(title="From Helsinki", day="2026-12-02", start="08:30", end="09:45"))
    assert response.status_code == 302, response.context["form"].errors
    assert TalkPage.objects.get(title="From Helsinki").starts_at == moment(WEDNESDAY, "08:30")


@pytest.mark.parametrize(
    ("fields", "field", "sentence"),
    [
        ({"day": date(2026, 3, 29), "start": time(2, 30), "end": time(4)}, "start", "skip this time"),
        ({"start": time(10), "end": time(9)}, "end", "after the start"),
        ({"start": time(10), "end": time(10)}, "end", "after the start"),
        ({"zone": "Mars/Olympus"}, "zone", "from the list"),
        ({"day": date.min}, "day", "from 2000 to 2099"),
        ({"day": date.max}, "day", "from 2000 to 2099"),
        ({"status": "postponed", "postponed_to": date(2026, 12, 1)}, "postponed_to", "after the old one"),
    ],
)
def test_times_that_cannot_be_are_refused_where_they_were_typed(series, fields, field, sentence):
    with pytest.raises(ValidationError) as refused:
        make_talk(series, **fields)
    assert sentence in str(refused.value.message_dict[field])


def test_a_time_that_comes_twice_is_the_first(series):
    talk = make_talk(series, day=date(2026, 10, 25), start=time(2, 30), end=time(4))
    assert talk.starts_at == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_a_talk_in_another_zone(series):
    talk = make_talk(series, zone="Europe/Istanbul")
    assert talk.time_label == "08:30–09:45 İstanbul time (UTC+3)"
    assert talk.starts_at == datetime(2026, 12, 2, 5, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("clock", "state"), [("08:29", "upcoming"), ("08:30", "live"), ("09:44", "live"), ("09:45", "ended")]
)
def test_one_page_lives_through_three_states(series, time_machine, clock, state):
    talk = make_talk(series)
    time_machine.move_to(moment(WEDNESDAY, clock), tick=False)
    assert talk.state == state
    lists = [TalkPage.objects.upcoming(), TalkPage.objects.live_now(), TalkPage.objects.past()]
    assert [list(talks) == [talk] for talks in lists] == [state == "upcoming", state == "live", state == "ended"]


def test_a_cancelled_talk_is_never_live(series, time_machine):
    talk = make_talk(series, status="cancelled")
    time_machine.move_to(moment(WEDNESDAY, "09:00"), tick=False)
    assert talk.state == "upcoming"
    assert not TalkPage.objects.live_now()


def typed(**fields):
    """A new talk as the editor's form sends it, without speakers, agenda or material."""
    empty = {
        f"{inline}-{name}": value
        for inline in ("speakers", "agenda", "materials")
        for name, value in {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": 1000}.items()
    }
    rich = {"about": "null", "summary": "null", "recording-count": 0}
    usual = {"zone": "Europe/Brussels", "status": "scheduled", "mode": "online", "slug": "from-helsinki"}
    return {**empty, **rich, **usual, "action-publish": "1", **fields}
