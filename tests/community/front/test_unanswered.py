"""The unanswered desk: what waits too long, in whose hands it is, and who may know the answer."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from community.notifications.models import Notification
from community.people.models import Ecosystem
from community.people.permissions import TRAINERS
from forum import actions, queries
from forum.errors import NotAReader
from forum.models import HelpRequest, PostDetail
from tests.kept import kept

pytestmark = pytest.mark.embedded

DESK = "/unanswered/"
CANARY = "kingfisher-ledger"


@kept
def desk(cast):
    """An old question about textiles, a young one, one in a private forum; and Ivo offers something that fits."""
    cast.camille.groups.set([Group.objects.get_or_create(name=TRAINERS)[0]])
    forum = actions.make_forum("practice", "Practice")
    closed = actions.make_forum("academy-5", "Academy 5", private=True)
    actions.set_forum_members(closed, "Academy 5 participants", users=[cast.zofia, cast.ivo])
    textiles = list(Ecosystem.objects.filter(code="textiles"))
    long_ago = timezone.now() - timedelta(days=3)

    def ask(author, where, subject, **more):
        return actions.start_topic(author, where, subject=subject, content="Words", kind="question", **more)

    return {
        "old": ask(cast.zofia, forum, "Who washes wool?", created_at=long_ago, ecosystems=textiles),
        "young": ask(cast.zofia, forum, "Who has a form?"),
        "closed": ask(cast.ivo, closed, f"Our {CANARY}", created_at=long_ago),
        "offer": actions.start_topic(
            cast.ivo, forum, subject="A visit to our mill", content="Come.", kind="offer", ecosystems=textiles
        ),
    }


def first(topic):
    return queries.find_post(topic.first_post_id)


def told(kind):
    return list(Notification.objects.filter(kind=kind).values_list("recipient__display_name", flat=True))


def test_it_is_there_for_facilitators_only(client, as_user, cast, desk):
    assert client.get(DESK).status_code == as_user(cast.zofia).get(DESK).status_code == 404
    for person in (cast.ona, cast.camille, cast.secretariat):
        assert as_user(person).get(DESK).status_code == 200


def test_what_waits_longest_with_most_votes_comes_first(as_user, cast, desk):
    ona = as_user(cast.ona)
    page = ona.get(DESK).text
    assert "Who washes wool?" in page
    assert "Who has a form?" not in page
    actions.vote_question(cast.jurgis, first(desk["young"]))
    page = ona.get(DESK, {"show": "all"}).text
    assert page.index("Who has a form?") < page.index("Who washes wool?")


def test_a_trainer_sees_nothing_of_forums_that_they_do_not_read(as_user, cast, desk):
    for show in ("", "all", "free", "mine"):
        assert CANARY not in as_user(cast.camille).get(DESK, {"show": show}).text
    assert CANARY in as_user(cast.ona).get(DESK).text  # moderators read everywhere
    address = reverse("forum:question_assign", args=[desk["closed"].first_post_id])
    assert as_user(cast.camille).post(address, {"person": cast.camille.pk}).status_code == 404


def test_answered_closed_and_hidden_questions_wait_no_more(as_user, cast, desk):
    answer = actions.reply(cast.ivo, desk["old"], content="We do.")
    actions.accept_answer(cast.ona, first(desk["old"]), answer)
    actions.hide_topic(cast.ona, desk["closed"], "Off topic")
    actions.close_topic(cast.zofia, desk["young"], "Found one.")
    assert "No question is open." in as_user(cast.ona).get(DESK, {"show": "all"}).text


def test_somebody_takes_it_and_has_it_at_home(as_user, cast, desk):
    ona, camille = as_user(cast.ona), as_user(cast.camille)
    address = reverse("forum:question_assign", args=[desk["old"].first_post_id])
    answer = ona.post(address, {"person": cast.camille.pk, "next": "/unanswered/?show=free"})
    assert answer.url == "/unanswered/?show=free"
    assert told("assigned") == ["Camille Exemple"]
    assert "Who washes wool?" in camille.get("/").text
    assert "Who washes wool?" in camille.get(DESK, {"show": "mine"}).text
    assert "Who washes wool?" not in ona.get(DESK, {"show": "free"}).text
    assert "Who washes wool?" in camille.get("/notifications/").text
    ona.post(address, {"person": ""})
    assert PostDetail.objects.get(post=desk["old"].first_post_id).assigned_to is None


def test_who_offers_something_that_fits_is_asked_once(as_user, cast, desk):
    ona = as_user(cast.ona)
    assert "Ask Ivo Primjer" in ona.get(DESK).text
    for _ in range(2):
        ona.post(reverse("forum:question_ask", args=[desk["old"].first_post_id]), {"person": cast.ivo.pk})
    assert told("help") == ["Ivo Primjer"]
    assert HelpRequest.objects.count() == 1
    page = ona.get(DESK).text
    assert "Ask Ivo Primjer" not in page
    assert "Asked for help:" in page


def test_nobody_is_sent_to_what_they_do_not_read(cast, desk):
    for act in (actions.assign_question, actions.ask_for_help):
        with pytest.raises(NotAReader):
            act(cast.ona, first(desk["closed"]), cast.jurgis)
    with pytest.raises(PermissionDenied):
        actions.ask_for_help(cast.zofia, first(desk["old"]), cast.ivo)
    assert told("help") == told("assigned") == []


def test_a_way_back_to_elsewhere_is_not_taken(as_user, cast, desk):
    address = reverse("forum:question_assign", args=[desk["old"].first_post_id])
    for way in ("https://example.com/", "//example.com", "javascript:alert(1)"):
        answer = as_user(cast.ona).post(address, {"person": cast.ona.pk, "next": way})
        assert answer.url.startswith("/forum/topic/")


def test_the_desk_costs_the_same_for_one_question_and_for_four(as_user, cast, desk):
    ona = as_user(cast.ona)

    def count():
        with CaptureQueriesContext(connection) as captured:
            ona.get(DESK)
        return len(captured)

    actions.hide_topic(cast.ona, desk["closed"], "Off topic")
    before = count()
    for number in range(3):
        actions.start_topic(
            cast.zofia,
            desk["old"].forum,
            subject=f"Who mends looms {number}?",
            content="Words",
            kind="question",
            created_at=timezone.now() - timedelta(days=4),
        )
        offer = actions.start_topic(cast.pekka, desk["old"].forum, subject="Looms", content="Mended.", kind="offer")
        actions.ask_for_help(cast.ona, first(desk["old"]), [cast.pekka, cast.jurgis, cast.ivo][number])
        assert offer.pk
    assert count() <= before <= 12
