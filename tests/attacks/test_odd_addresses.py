"""Addresses that nobody has, asked for by guests: an answer, never an error of ours."""

import pytest

from tests.events.making import make_series, make_talk
from tests.kept import kept

pytestmark = pytest.mark.django_db
MANY = "9" * 5000


@kept
def talk():
    return make_talk(make_series())


@pytest.mark.parametrize("query", ["year=²", f"year={MANY}", "year=٢٠٢٦", "year=", f"page={MANY}", "page=²", "page=-1"])
def test_an_odd_year_or_page_of_talks(client, talk, query):
    assert client.get(f"/talks/?{query}").status_code == 200


@pytest.mark.parametrize("kind", ["message", "question", "post", "topic"])
@pytest.mark.parametrize("number", [MANY, "²", "9" * 18])
def test_an_odd_number_to_report(cast, as_user, client, kind, number):
    assert client.get(f"/report/{kind}/{number}/").status_code in (302, 404)
    assert as_user(cast.zofia).get(f"/report/{kind}/{number}/").status_code == 404


@pytest.mark.parametrize("address", ["/talks/{}/chapters.vtt", "/talks/{}/carry", "/training/lesson/{}/ask"])
@pytest.mark.parametrize("number", ["9" * 18, "9" * 30, "0"])
def test_an_odd_number_of_a_page(cast, as_user, address, number):
    assert as_user(cast.ona).get(address.format(number), follow=True).status_code in (404, 405)


@pytest.mark.parametrize("name", ["a" * 300, "a/" * 3000 + "a", "%00"])
def test_an_odd_name_of_a_file(client, name):
    assert client.get(f"/media/media/{name}.png").status_code == 404
