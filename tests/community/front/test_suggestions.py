"""Results while somebody types: the same search in a small answer, no more often than a person types."""

import pytest

from community.front import suggesting
from community.search.actions import index_entry
from tests.community.search.conftest import kinds  # noqa: F401

pytestmark = [pytest.mark.usefixtures("kinds", "db"), pytest.mark.embedded]


def post(object_id, title, **more):
    return index_entry("post", object_id, title=title, url=f"/forum/{object_id}/", **{"body": "", **more})


def asked(client, **query):
    answer = client.get("/search/suggestions/", query)
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    assert "private" in answer["Cache-Control"]
    return answer.json()


def test_the_best_are_told_with_the_words_marked(client):
    post(1, "Silent members", answered=True, language="fr")
    post(2, "Other people", body="Half of them are silent.")
    found = asked(client, q="sil")
    assert found["all"] == "/search/?q=sil"
    first, second = found["results"]
    assert first["title"] == [["Silent", True], [" members", False]]
    assert (first["url"], first["kind"], first["answered"], first["language"]) == (
        "/forum/1/",
        "Posts",
        "Answered",
        "fr",
    )
    assert second["title"] == [["Other people", False]]
    assert ["silent", True] in second["excerpt"]


def test_the_answer_stays_small_whatever_is_there(client):
    for number in range(40):
        post(number, f"Lavender {'x' * 300} {number}", body="lavender " * 2_000)
    answer = client.get("/search/suggestions/", {"q": "lavender"})
    assert len(answer.json()["results"]) == suggesting.BEST
    assert len(answer.content) < 5_000


@pytest.mark.parametrize("odd", ["", "x", "!!", "x" * 10_240, "\N{GRINNING FACE}", '"*'])
def test_nothing_that_can_be_typed_breaks_it(client, odd):
    post(1, "Lavender")
    assert asked(client, q=odd)["results"] == []


def test_an_outsider_is_told_nothing_of_a_private_forum(client, as_user, cast, kinds):  # noqa: F811
    post(1, "Lavender", audience="forum:5")
    kinds.add(cast.zofia.pk)
    assert asked(as_user(cast.zofia), q="lav")["results"]
    assert asked(as_user(cast.jurgis), q="lav") == asked(client, q="lav") == {"results": [], "all": "/search/?q=lav"}


def test_a_machine_is_told_to_wait_and_others_are_not(client, as_user, cast, monkeypatch):
    monkeypatch.setattr(suggesting, "PACE", (2, 3_600))
    statuses = [client.get("/search/suggestions/?q=lav").status_code for _ in range(3)]
    assert statuses == [200, 200, 429]
    refused = client.get("/search/suggestions/?q=lav")
    assert int(refused["Retry-After"]) > 0
    assert "Press Enter" in refused.json()["error"]
    asked(as_user(cast.zofia), q="lav")
    assert client.get("/search/?q=lav").status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
def test_it_is_few_queries_whatever_it_finds(as_user, cast, rows, django_assert_num_queries):
    for number in range(rows):
        post(number, f"Lavender {number}")
    member = as_user(cast.zofia)
    asked(member, q="something else")
    with django_assert_num_queries(4):  # who asks (two), what is found, its texts
        asked(member, q="lavender")
