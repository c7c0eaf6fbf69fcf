"""Feeds of the forum (RFC 4287): what everyone may read, bounded, and never more than that."""

from xml.etree import ElementTree

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test.utils import CaptureQueriesContext

from community.lib.atom import MOST
from forum import actions, queries
from tests.forum.conftest import CANARY

pytestmark = pytest.mark.embedded

ATOM = "{http://www.w3.org/2005/Atom}"
COMMON = "/forum/feed.atom"


def feed_of(forum) -> str:
    return f"/forum/{forum.pk}/feed.atom"


def entries(response) -> list[dict[str, str]]:
    """Title, id, author, content of each entry."""
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    found = ElementTree.fromstring(response.content).findall(f"{ATOM}entry")  # noqa: S314 (we wrote it)
    names = ("title", "id", "updated", "content")
    rows = [{name: entry.findtext(ATOM + name) for name in names} for entry in found]
    return [row | {"by": entry.findtext(f"{ATOM}author/{ATOM}name")} for row, entry in zip(rows, found, strict=True)]


@pytest.mark.parametrize("common", [True, False])
def test_a_feed_has_the_newest_posts_with_who_wrote_what(client, cast, forums, topic, common):
    actions.reply(cast.ivo, topic, content=f"We ask **twice**, see [this](/forum/post/{topic.first_post_id}/).")
    newest, first = entries(client.get(COMMON if common else feed_of(forums.open)))
    assert (first["title"], newest["title"]) == ("Members who do not pay", "Re: Members who do not pay")
    assert (first["by"], newest["by"]) == ("Zofia Przykład", "Ivo Primjer")
    assert "<strong>twice</strong>" in newest["content"]
    assert f'href="http://127.0.0.1:8000/forum/post/{topic.first_post_id}/"' in newest["content"]
    assert first["id"] == f"http://127.0.0.1:8000{queries.post_url(topic.first_post)}"


def test_a_feed_ends_somewhere_and_begins_with_the_newest(client, cast, forums, topic):
    for number in range(MOST + 3):
        actions.reply(cast.ivo, topic, content=f"Answer {number}")
    found = entries(client.get(feed_of(forums.open)))
    assert len(found) == MOST
    assert f"Answer {MOST + 2}" in found[0]["content"]


def test_nothing_hidden_waiting_or_private_is_in_a_feed_even_for_those_who_may_read_it(as_user, cast, forums, topic):
    watched = actions.make_forum("first-steps", "First steps", needs_approval=True)
    actions.start_topic(cast.jurgis, watched, subject=f"Waits {CANARY}", content="Words")
    actions.start_topic(cast.ivo, forums.academy, subject="Private", content=f"The {CANARY}.")
    hidden = actions.reply(cast.ivo, topic, content=f"Rude {CANARY}.")
    actions.hide_post(cast.ona, hidden, "Rude")
    away = actions.start_topic(cast.ivo, forums.open, subject=f"Gone {CANARY}", content="Words")
    actions.hide_topic(cast.ona, away, "Rude")
    for reader in (cast.ona, cast.ivo):
        page = as_user(reader).get(COMMON)
        assert len(entries(page)) == 1
        assert CANARY not in page.text
        assert as_user(reader).get(feed_of(forums.academy)).status_code == 404


def test_a_category_and_what_does_not_exist_have_no_feed(client, forums):
    assert client.get(feed_of(forums.open.parent)).status_code == 404
    assert client.get("/forum/999999/feed.atom").status_code == 404


def test_whoever_has_it_already_is_told_so_until_something_changes(client, cast, forums, topic):
    first = client.get(COMMON)
    etag = {"If-None-Match": first.headers["ETag"]}
    again = client.get(COMMON, headers=etag)
    assert (again.status_code, again.content) == (304, b"")
    assert client.get(COMMON, headers={"If-Modified-Since": first.headers["Last-Modified"]}).status_code == 304
    actions.hide_post(cast.ona, queries.find_post(topic.first_post_id), "Rude")
    assert client.get(COMMON, headers=etag).status_code == 200


def test_a_feed_starts_no_session_and_costs_the_same_with_more_in_it(client, cast, forums, topic):
    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(COMMON).status_code == 200
        return len(captured)

    before = cost()
    actions.reply(cast.ivo, topic, content="Words")
    actions.start_topic(cast.ona, forums.open, subject="Another", content="Words")
    assert cost() == before == 3
    assert not client.get(COMMON).cookies
    assert "Cookie" not in client.get(COMMON).headers.get("Vary", "")
    assert not Session.objects.exists()


def test_what_people_type_stays_text_in_a_feed(client, cast, forums):
    actions.start_topic(
        cast.ivo,
        forums.open,
        subject="]]> <b>&amp;",
        content="<script>alert(1)</script> [x](javascript:alert(1)) \ufffe",
    )
    (found,) = entries(client.get(COMMON))
    assert found["title"] == "]]> <b>&amp;"
    assert "<script" not in found["content"]
    assert "href" not in found["content"]


def test_pages_name_the_feeds_of_what_everybody_may_read(client, as_user, cast, forums):
    named = '<link rel="alternate" type="application/atom+xml"'
    assert f'href="{COMMON}"' in client.get("/forum/").text
    page = client.get(queries.forum_url(forums.open)).text
    assert named in page
    assert page.count(feed_of(forums.open)) == 2
    assert named not in as_user(cast.ivo).get(queries.forum_url(forums.academy)).text
