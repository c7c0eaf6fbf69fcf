"""Attacks on what is said about posts without writing, on lists and on the desk (safety 3.6 B)."""

import pytest
from django.urls import reverse

from forum import actions
from forum.engine import Topic
from forum.models import HelpRequest, PostDetail, QuestionVote, Reaction, ReadMark, ReadStamp
from tests.attacks.conftest import CANARY

pytestmark = pytest.mark.embedded

VOICES = ["post_vote", "post_react", "answer_accept", "answer_withdraw", "question_assign", "question_ask"]
SENT = {"vote": "yes", "give": "thanks", "kind": "thanks", "person": "1", "sentence": "Mine.", "question": "1"}


@pytest.mark.parametrize("name", [*VOICES, "topic_close", "topic_reopen", "topic_continue"])
@pytest.mark.parametrize("reader", ["guest", "jurgis"])
def test_b18_what_is_closed_to_a_reader_answers_like_what_is_not_there(world, name, reader):
    of_topic = name.startswith("topic")
    there = world.closed_topic.pk if of_topic else world.closed_topic.first_post_id
    client = getattr(world, reader)
    method = client.get if name == "topic_continue" else client.post
    found, missing = (method(reverse(f"forum:{name}", args=[pk]), SENT) for pk in (there, 99_999))
    assert found.status_code == missing.status_code == 404
    assert CANARY not in found.content.decode()
    for rows in (QuestionVote, Reaction, HelpRequest, ReadMark, ReadStamp):
        assert not rows.objects.exists()


@pytest.mark.parametrize("name", [*VOICES, "topic_close", "topic_reopen"])
def test_every_voice_needs_the_token_of_its_form(world, name):
    strict = type(world.guest)(enforce_csrf_checks=True)
    strict.force_login(world.cast.ona, backend="community.people.backends.Members")
    pk = world.open_topic.pk if name.startswith("topic") else world.open_topic.first_post_id
    assert strict.post(reverse(f"forum:{name}", args=[pk]), SENT).status_code == 403
    assert not Topic.objects.get(pk=world.open_topic.pk).is_locked


def test_b4_a_post_that_waits_or_was_hidden_takes_no_voice(world):
    waiting = world.start(world.cast.ivo, world.watched, "Waiting")
    hidden = world.answer(world.cast.ivo, world.open_topic, "Rude")
    actions.hide_post(world.cast.ona, hidden, "Rude")
    for pk, status in ((waiting.first_post_id, 404), (hidden.pk, 403)):
        answer = world.jurgis.post(reverse("forum:post_react", args=[pk]), {"give": "thanks"})
        assert answer.status_code == status
    assert not Reaction.objects.exists()


def test_b4_a_topic_that_waits_is_in_no_list_count_or_desk(world):
    waiting = world.start(world.cast.ivo, world.watched, f"Waiting {CANARY}")
    PostDetail.objects.filter(post=waiting.first_post).update(asks=True)
    for query in ("", "show=open", "show=unanswered", "show=unread", "show=mine", "kind=question"):
        for reader in (world.guest, world.jurgis):
            assert CANARY not in reader.get(f"/forum/topics/?{query}").content.decode()
    assert CANARY not in world.client(world.cast.secretariat).get("/unanswered/?show=all").content.decode()


def test_b3_an_answer_from_another_topic_or_a_closed_forum_is_none(world):
    asked = actions.start_topic(world.cast.jurgis, world.open, subject="Who?", content="Words", kind="question")
    foreign = world.closed_topic.first_post_id
    address = reverse("forum:answer_accept", args=[foreign])
    assert world.jurgis.post(address, {"question": asked.first_post_id}).status_code == 404
    elsewhere = world.answer(world.cast.ivo, world.other_topic, "Here")
    world.jurgis.post(reverse("forum:answer_accept", args=[elsewhere.pk]), {"question": asked.first_post_id})
    assert PostDetail.objects.get(post=asked.first_post_id).answer is None


@pytest.mark.parametrize("query", ["ecosystem=' OR 1=1--", "country=%00", "show[]=mine", "page=-1", "kind={{7*7}}"])
def test_c7_a_filter_that_does_not_exist_narrows_nothing(world, query):
    answer = world.guest.get(f"/forum/topics/?{query}")
    assert answer.status_code == 200
    assert "Fees" in answer.content.decode()
    assert CANARY not in answer.content.decode()
