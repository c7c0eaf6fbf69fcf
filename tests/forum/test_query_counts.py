"""Every list costs the same number of queries at one row and at three (performance: forum pages)."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from forum import actions, queries
from forum.engine import TopicReadTrack

MOST = 9  # one of them counts unread notifications for the header


def count(client, address):
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


@pytest.fixture(params=["guest", "zofia", "ona"])
def reader(request, client, as_user, cast):
    return client if request.param == "guest" else as_user(getattr(cast, request.param))


def test_the_index(reader, cast, forums, topic):
    before = count(reader, "/forum/")
    for number in range(2):
        forum = actions.make_forum(f"more-{number}", f"More {number}", parent=forums.open.parent)
        actions.start_topic(cast.ivo, forum, subject="Another", content="Words")
    assert count(reader, "/forum/") == before <= MOST


def test_a_forum(reader, cast, forums, topic):
    address = queries.forum_url(forums.open)
    before = count(reader, address)
    for author in (cast.ivo, cast.ona):
        actions.start_topic(author, forums.open, subject="Another", content="Words")
    assert count(reader, address) == before <= MOST


def test_a_topic(reader, cast, forums, topic):
    address = queries.topic_url(topic)
    before = count(reader, address)
    for author in (cast.ivo, cast.ona):
        actions.reply(author, topic, content="Words")
    TopicReadTrack.objects.all().delete()
    assert count(reader, address) == before <= MOST


def test_a_topic_that_was_read_before_writes_nothing(as_user, cast, topic):
    zofia = as_user(cast.zofia)
    first = count(zofia, queries.topic_url(topic))
    assert count(zofia, queries.topic_url(topic)) == first - 1
