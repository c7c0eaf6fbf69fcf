"""A member as others see them."""

import pytest

from community.search.actions import index_entry
from tests.community.search.conftest import kinds  # noqa: F401

pytestmark = [pytest.mark.embedded, pytest.mark.usefixtures("kinds")]


@pytest.fixture
def ivo(cast):
    cast.ivo.job_title, cast.ivo.organisation_name, cast.ivo.country = "Cluster manager", "Wood & Co <Zagreb>", "HR"
    cast.ivo.bio = "I like <b>timber</b>."
    cast.ivo.save()
    return cast.ivo


def page_of(member, client):
    response = client.get(member.get_absolute_url())
    assert response.status_code == 200
    return response.content.decode()


def test_everybody_sees_who_somebody_is(ivo, client):
    page = page_of(ivo, client)
    assert "Ivo Primjer" in page
    assert "Cluster manager, Wood &amp; Co &lt;Zagreb&gt;" in page
    assert "Croatia" in page


def test_members_read_what_somebody_says_about_themselves(ivo, as_user, cast, client):
    assert "I like &lt;b&gt;timber&lt;/b&gt;." in page_of(ivo, as_user(cast.zofia))
    assert "timber" not in page_of(ivo, client)


def test_the_address_is_for_its_owner_and_organisers(ivo, as_user, cast, client):
    shown = {name: "ivo@example.org" in page_of(ivo, as_user(getattr(cast, name))) for name in ("ivo", "zofia", "ona")}
    assert shown == {"ivo": True, "zofia": False, "ona": False}
    assert "ivo@example.org" in page_of(ivo, as_user(cast.secretariat))
    assert "ivo@example.org" not in page_of(ivo, client)


def test_it_lists_what_they_wrote_where_the_reader_may_read(ivo, as_user, cast, client, kinds):  # noqa: F811
    index_entry("post", 1, title="Open post", body="", url="/forum/1/", author=ivo)
    index_entry("post", 2, title="Private post", body="", url="/forum/2/", author=ivo, audience="forum:5")
    index_entry("post", 3, title="Somebody else's", body="", url="/forum/3/", author=cast.pekka)
    kinds.add(cast.zofia.pk)
    assert "Private post" in page_of(ivo, as_user(cast.zofia))
    for outsider in (client, as_user(cast.jurgis)):
        page = page_of(ivo, outsider)
        assert "Open post" in page
        assert "Private post" not in page
        assert "Somebody else" not in page


def test_search_engines_are_asked_to_stay_out(ivo, client):
    assert '<meta name="robots" content="noindex">' in page_of(ivo, client)


def test_a_closed_account_has_no_page(ivo, as_user, cast):
    ivo.is_active = False
    ivo.save()
    assert as_user(cast.ona).get(ivo.get_absolute_url()).status_code == 404
    assert as_user(cast.ona).get("/members/99999/").status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_is_few_queries_whatever_they_wrote(ivo, as_user, cast, rows, django_assert_max_num_queries):
    for number in range(rows):
        index_entry("post", number, title=f"Post {number}", body="", url="/", author=ivo)
    reader = as_user(cast.zofia)
    with django_assert_max_num_queries(7):
        page_of(ivo, reader)
