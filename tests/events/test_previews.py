"""What editors see before anything is saved."""

import pytest

from tests.cms.making import make_course, make_module
from tests.events.making import make_series, make_talk
from tests.events.test_times import typed

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]


def preview(desk, kind: str, parent, fields) -> str:
    address = f"/cms/pages/add/{kind}/{parent.pk}/preview/"
    assert desk.post(address, fields).json()["is_valid"]
    return desk.get(address).content.decode()


def test_a_new_talk(cast, as_user):
    fields = typed(title="Not saved yet", day="2026-12-09", start="08:30", end="09:45")
    page = preview(as_user(cast.ona), "events/talkpage", make_series(), fields)
    assert "Not saved yet" in page
    assert "Wednesday 9 December 2026" in page


def test_a_new_lesson(cast, as_user):
    module = make_module(make_course(), "Internationalisation")
    fields = {
        "title": "Not saved yet",
        "slug": "new",
        "format": "text",
        "minutes": 20,
        "status": "ready",
        "body-count": 0,
    }
    assert "Not saved yet" in preview(as_user(cast.camille), "cms/lessonpage", module, fields)


@pytest.mark.parametrize("count", [1, 3])
def test_the_home_page_takes_as_many_queries_with_three_talks_as_with_one(client, count, django_assert_num_queries):
    series = make_series()
    for number in range(count):
        make_talk(series, f"Ahead {number}")
    client.get("/")
    with django_assert_num_queries(10):
        client.get("/")
