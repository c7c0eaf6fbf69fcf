"""Every list costs the same number of queries at one row and at three (performance: forum pages)."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from community.notifications.models import Notification
from forum import actions, queries
from forum.models import ReadMark

# At a first visit: one is the session with the member and the unread notifications of the header, and one writes the
# mark of a topic that is new to the reader. Moderators cost one more, because machina counts only approved rows.
MOST = {"guest": 4, "zofia": 6, "ona": 7}


def count(client, address):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


@pytest.fixture(params=list(MOST))
def who(request):
    return request.param


@pytest.fixture
def reader(who, client, as_user, cast):
    return client if who == "guest" else as_user(getattr(cast, who))


def test_the_index(who, reader, cast, forums, topic):
    before = count(reader, "/forum/")
    for number in range(2):
        forum = actions.make_forum(f"more-{number}", f"More {number}", parent=forums.open.parent)
        actions.start_topic(cast.ivo, forum, subject="Another", content="Words")
    assert count(reader, "/forum/") == before <= MOST[who]


def test_a_forum(who, reader, cast, forums, topic):
    address = queries.forum_url(forums.open)
    reader.get(address)  # remembers the names of the ecosystems
    before = count(reader, address)
    for author in (cast.ivo, cast.ona):
        actions.start_topic(author, forums.open, subject="Another", content="Words")
    assert count(reader, address) == before <= MOST[who]


def test_a_topic(who, reader, cast, forums, topic):
    address = queries.topic_url(topic)
    before = count(reader, address)
    for author in (cast.ivo, cast.ona):
        actions.reply(author, topic, content="Words")
    ReadMark.objects.all().delete()
    news = 2 if who == "zofia" else 0  # she follows her topic: noting the news as read, and counting what is left
    assert count(reader, address) - news == before <= MOST[who]


def test_a_topic_that_was_read_before_writes_nothing(as_user, cast, topic):
    zofia = as_user(cast.zofia)
    first = count(zofia, queries.topic_url(topic))
    assert count(zofia, queries.topic_url(topic)) == first - 1


@pytest.mark.parametrize(
    "query", ["", "show=open", "show=unanswered", "kind=question&ecosystem=digital", "show=unread"]
)
def test_all_topics(who, reader, cast, forums, topic, query):
    reader.get("/forum/topics/")  # remembers the names of the ecosystems
    before = count(reader, f"/forum/topics/?{query}")
    for author in (cast.ivo, cast.ona):
        started = actions.start_topic(author, forums.open, subject="Another", content="Words", kind="question")
        actions.reply(cast.zofia, started, content="Words")
    assert count(reader, f"/forum/topics/?{query}") <= max(before, 10)
    assert before <= 10


def test_a_question_with_everything(who, reader, cast, forums):
    """A page of a question with its answer, votes, reactions and roles costs no more than that of any topic."""
    asked = actions.start_topic(cast.ivo, forums.open, subject="Who?", content="Words", kind="question")
    answer = actions.reply(cast.ona, asked, content="We.")
    actions.accept_answer(cast.ivo, queries.find_post(asked.first_post_id), answer)
    before = count(reader, queries.topic_url(asked))
    for author in (cast.pekka, cast.camille):
        post = queries.find_post(actions.reply(author, asked, content="Words").pk)
        actions.add_reaction(cast.jurgis, post, "tried")
    ReadMark.objects.all().delete()
    Notification.objects.all().delete()  # what it costs to note them as read is counted in test_a_topic
    assert count(reader, queries.topic_url(asked)) == before <= MOST[who]
