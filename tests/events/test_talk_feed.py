"""Talks as a feed: the ones that were announced last."""

from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.events.making import make_series, make_talk

pytestmark = pytest.mark.embedded

ATOM = "{http://www.w3.org/2005/Atom}"


def test_talks_have_a_feed_that_costs_the_same_with_more_of_them(client, db):
    def ask() -> tuple[int, list[ElementTree.Element]]:
        with CaptureQueriesContext(connection) as captured:
            page = client.get("/talks/feed.atom")
        return len(captured), ElementTree.fromstring(page.content).findall(f"{ATOM}entry")  # noqa: S314 (we wrote it)

    series = make_series()
    make_talk(series, teaser="What stays <b>when</b> the session ends.")
    client.get("/talks/feed.atom")  # the site's own addresses are remembered
    before, (entry,) = ask()
    assert entry.findtext(f"{ATOM}title") == "Between the sessions"
    assert entry.findtext(f"{ATOM}author/{ATOM}name") == "The secretariat"
    assert "Wednesday 2 December 2026, 08:30–09:45" in entry.findtext(f"{ATOM}content")
    assert "What stays &lt;b&gt;when" in entry.findtext(f"{ATOM}content")
    make_talk(series, "Another")
    make_talk(series, "And one more")
    after, found = ask()
    assert (after, len(found)) == (before, 3)


def test_a_talk_that_is_not_published_is_in_no_feed(client, db):
    talk = make_talk(make_series())
    talk.unpublish()
    assert "Between the sessions" not in client.get("/talks/feed.atom").text
