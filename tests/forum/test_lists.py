"""Lists of topics: what narrows them, what is new in them, and what they never say to outsiders."""

import pytest
from django.urls import reverse

from community.notifications.models import Follow
from community.people.models import Ecosystem
from forum import actions, queries
from forum.engine import Forum, Topic
from forum.models import ReadMark, ReadStamp
from tests.forum.conftest import CANARY
from tests.kept import kept

TOPICS = "/forum/topics/"


@kept
def shelf(cast, forums, topic, private_topic):
    """A question with a reply, one without, an answered one; and Zofia's topic, which Ivo replied to."""
    found = {}
    for name in ("Open one", "Alone one", "Solved one"):
        found[name] = actions.start_topic(cast.zofia, forums.open, subject=name, content="Words", kind="question")
    actions.reply(cast.ivo, found["Open one"], content="Hm.")
    answer = actions.reply(cast.ivo, found["Solved one"], content="So.")
    question = queries.find_post(found["Solved one"].first_post_id)
    actions.accept_answer(cast.zofia, question, answer)
    actions.reply(cast.ivo, topic, content="We ask twice.")
    return found


def shown(client, query) -> set[str]:
    page = client.get(f"{TOPICS}?{query}").text
    names = ("Open one", "Alone one", "Solved one", "Members who do not pay", CANARY)
    return {name for name in names if f">{name}" in page or (name == CANARY and CANARY in page)}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", {"Open one", "Alone one", "Solved one", "Members who do not pay"}),
        ("show=open", {"Open one", "Alone one"}),
        ("show=unanswered", {"Alone one"}),
        ("kind=question&show=open&language=en", {"Open one", "Alone one"}),
        ("kind=discussion", {"Members who do not pay"}),
        ("show=mine", {"Open one", "Alone one", "Solved one", "Members who do not pay"}),  # for members only
        ("show=nonsense&country=XX&ecosystem='--", {"Open one", "Alone one", "Solved one", "Members who do not pay"}),
        ("language=hu", set()),
        ("page=99", {"Open one", "Alone one", "Solved one", "Members who do not pay"}),
    ],
)
def test_guests_narrow_the_list(client, shelf, query, expected):
    assert shown(client, query) == expected


def test_members_see_their_own_what_they_follow_and_what_is_new(as_user, cast, forums, shelf):
    ivo, jurgis = as_user(cast.ivo), as_user(cast.jurgis)
    assert shown(ivo, "show=mine") == {"Open one", "Solved one", "Members who do not pay", CANARY}
    assert shown(jurgis, "show=mine") == shown(jurgis, "show=followed") == set()
    Follow.objects.create(user=cast.jurgis, kind="forum", object_id=str(forums.open.pk), level="digest")
    Follow.objects.create(user=cast.jurgis, kind="topic", object_id=str(shelf["Open one"].pk), level="mute")
    assert shown(jurgis, "show=followed") == {"Alone one", "Solved one", "Members who do not pay"}
    jurgis.get(queries.topic_url(shelf["Alone one"]))
    assert "Alone one" not in shown(jurgis, "show=unread")


def test_ecosystem_and_country_combine(client, shelf):
    detail = shelf["Open one"].detail
    detail.country = "HU"
    detail.save()
    detail.ecosystems.set(Ecosystem.objects.filter(code__in=["textiles", "digital"]))
    for query in ("ecosystem=textiles", "ecosystem=digital&country=HU", "country=HU&show=open"):
        assert shown(client, query) == {"Open one"}
    assert shown(client, "ecosystem=textiles&country=PL") == set()


def test_an_answered_question_says_so_and_what_is_hidden_is_counted_nowhere(client, cast, forums, shelf):
    assert client.get(TOPICS).text.count("badge--done") == 1
    actions.hide_topic(cast.ona, shelf["Open one"], "Off topic")
    assert shown(client, "show=open") == {"Alone one"}


@pytest.mark.parametrize("show", ["", "open", "unanswered", "unread", "mine", "followed"])
def test_no_filter_says_what_is_private(client, as_user, cast, shelf, private_topic, show):
    Follow.objects.create(user=cast.jurgis, kind="topic", object_id=str(private_topic.pk), level="instant")
    Follow.objects.create(user=cast.jurgis, kind="forum", object_id=str(private_topic.forum_id), level="instant")
    for reader in (client, as_user(cast.jurgis)):
        assert CANARY not in reader.get(TOPICS, {"show": show}).text


class TestNews:
    def test_the_index_marks_a_forum_until_it_was_read(self, as_user, cast, forums, shelf):
        jurgis = as_user(cast.jurgis)
        assert "topic-row--unread" in jurgis.get("/forum/").text
        jurgis.post(reverse("forum:forum_read", args=[forums.open.pk]))
        assert "topic-row--unread" not in jurgis.get("/forum/").text
        assert "topic-row--unread" not in jurgis.get(TOPICS).text
        actions.reply(cast.ivo, shelf["Alone one"], content="Now.")
        assert "topic-row--unread" in jurgis.get("/forum/").text

    def test_a_newcomer_marks_everything_as_read_with_one_row(
        self, as_user, cast, shelf, django_assert_max_num_queries
    ):
        jurgis = as_user(cast.jurgis)
        with django_assert_max_num_queries(8):  # session, member, and one row with its savepoint
            jurgis.post("/forum/read/")
        assert (ReadStamp.objects.count(), ReadMark.objects.count()) == (1, 0)
        assert "topic-row--unread" not in jurgis.get("/forum/").text

    def test_what_waits_for_approval_or_was_hidden_is_no_news(self, as_user, cast, forums):
        jurgis = as_user(cast.jurgis)
        hidden = actions.start_topic(cast.ivo, forums.open, subject="Gone", content="Words")
        actions.hide_topic(cast.ona, hidden, "Off topic")
        waiting = actions.start_topic(cast.ivo, forums.open, subject="Waits", content="Words")
        Topic.objects.filter(pk=waiting.pk).update(approved=False)
        assert "topic-row--unread" not in jurgis.get("/forum/").text

    def test_nobody_marks_what_they_do_not_read(self, as_user, client, cast, forums):
        address = reverse("forum:forum_read", args=[forums.academy.pk])
        missing = reverse("forum:forum_read", args=[Forum.objects.latest("pk").pk + 9])
        jurgis = as_user(cast.jurgis)
        assert jurgis.post(address).status_code == jurgis.post(missing).status_code == 404
        assert client.post("/forum/read/").status_code == 403
