"""Writing through the interface: the pages' own actions, so the same rights, limits and sentences."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from community.live.models import Question
from forum import actions
from forum.engine import Post, Topic
from forum.limits import PACES
from tests.community.api.conftest import program_of
from tests.events.making import make_series, make_talk


@pytest.fixture
def ivo(cast):
    return program_of(cast.ivo)


def test_a_topic_is_started_and_answered(ivo, cast, forums):
    words = {"subject": "Fees", "content": "How **high** are yours?", "kind": "question", "country": "HR"}
    made = ivo.post(f"/forums/{forums.open.pk}/topics", words)
    assert made.status_code == 201
    topic = Topic.objects.get()
    assert (made.json()["id"], topic.poster, topic.detail.country) == (topic.pk, cast.ivo, "HR")
    reply = program_of(cast.zofia).post(
        f"/topics/{topic.pk}/posts", {"content": "Two thousand.", "reply_to_id": topic.first_post_id}
    )
    assert reply.status_code == 201
    assert reply.json()["reply_to_id"] == topic.first_post_id
    chosen = ivo("put", f"/posts/{topic.first_post_id}/answer", {"post_id": reply.json()["id"]})
    assert chosen.json()["answer_id"] == reply.json()["id"]
    assert ivo("delete", f"/posts/{topic.first_post_id}/answer").json()["answer_id"] is None


def test_a_case_has_its_sections_and_no_others(ivo, forums):
    sections = {"context": "We are forty.", "did": "We asked.", "result": "Ten joined."}
    case = {"subject": "Asking helps", "kind": "case", "sections": sections}
    assert ivo.post(f"/forums/{forums.open.pk}/topics", case).status_code == 201
    assert Post.objects.get().detail.sections == sections
    wrong = ivo.post(f"/forums/{forums.open.pk}/topics", case | {"sections": sections | {"price": "1"}}).json()
    assert wrong["errors"] == [{"detail": "A topic of this kind has no such section.", "pointer": "#/sections/price"}]
    missing = ivo.post(f"/forums/{forums.open.pk}/topics", case | {"sections": {"context": "We."}}).json()
    assert {error["pointer"] for error in missing["errors"]} == {"#/sections/did", "#/sections/result"}


def test_one_client_id_makes_one_post_and_never_another(ivo, topic):
    body = {"content": "Once.", "client_id": str(uuid4())}
    first, again = (ivo.post(f"/topics/{topic.pk}/posts", body) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json()["id"] == again.json()["id"]
    other = ivo.post(f"/topics/{topic.pk}/posts", body | {"content": "Something else."})
    assert (other.status_code, other.json()["type"]) == (409, "/api/v1/#conflict")
    assert Post.objects.filter(topic=topic).count() == 2


def test_a_post_is_changed_by_its_author_only(ivo, cast, topic):
    post = actions.reply(cast.ivo, topic, content="Fist.")
    assert ivo("patch", f"/posts/{post.pk}", {"content": "First."}).json()["content"] == "First."
    refused = program_of(cast.zofia)("patch", f"/posts/{post.pk}", {"content": "Mine."})
    assert (refused.status_code, refused.json()["type"]) == (403, "/api/v1/#not-allowed")
    assert Post.objects.get(pk=post.pk).content.raw == "First."


def test_readers_vote_and_react_and_take_it_back(ivo, cast, forums):
    asked = actions.start_topic(cast.zofia, forums.open, subject="Who?", content="Words", kind="question")
    post = f"/posts/{asked.first_post_id}"
    before = ivo.get(post).json()["votes"]
    for _ in range(2):
        assert ivo("put", f"{post}/vote").status_code == 204
        assert ivo("put", f"{post}/reactions/thanks").status_code == 204
    assert ivo.get(post).json()["votes"] == before + 1
    assert ivo.get(post).json()["reactions"] == {"thanks": 1, "agree": 0, "tried": 0}
    ivo("delete", f"{post}/vote")
    ivo("delete", f"{post}/reactions/thanks")
    assert ivo.get(post).json()["votes"] == before
    assert ivo("put", f"{post}/reactions/hate").status_code == 422


def test_what_waits_for_approval_is_said_to_wait(ivo, guest, cast, forums):
    watched = actions.make_forum("first-steps", "First steps", needs_approval=True)
    made = ivo.post(f"/forums/{watched.pk}/topics", {"subject": "Hello", "content": "We are new."}).json()
    assert made["is_in_view"] is False
    assert ivo.get(f"/topics/{made['id']}").json() == made
    assert guest.get(f"/topics/{made['id']}").status_code == 404
    topic = actions.start_topic(cast.ona, watched, subject="Welcome", content="Words")
    reply = ivo.post(f"/topics/{topic.pk}/posts", {"content": "Thanks."}).json()
    assert (reply["is_waiting"], reply["content"]) == (True, "Thanks.")
    assert len(guest.get(f"/topics/{topic.pk}/posts").json()["items"]) == 1


def test_a_locked_topic_says_so_in_the_pages_own_words(ivo, cast, topic):
    actions.lock_topic(cast.ona, topic)
    refused = ivo.post(f"/topics/{topic.pk}/posts", {"content": "But"})
    assert refused.status_code == 403
    assert refused.json()["detail"].startswith("This topic was locked by a moderator")


def test_the_pages_limits_hold_and_say_when_to_come_back(ivo, topic):
    posts, _seconds = PACES["post"]
    answers = [ivo.post(f"/topics/{topic.pk}/posts", {"content": f"Post {n}"}) for n in range(posts * 2 + 1)]
    refused = next(one for one in answers if one.status_code == 429)
    assert 1 <= int(refused.headers["Retry-After"]) <= 60
    assert refused.json()["type"] == "/api/v1/#too-fast"


def test_a_text_that_does_not_fit_is_refused_with_the_forms_sentence(ivo, forums, topic):
    wrong = ivo.post(f"/forums/{forums.open.pk}/topics", {"subject": "x", "content": "", "language": "xx"}).json()
    said = {error["pointer"]: error["detail"] for error in wrong["errors"]}
    assert said["#/subject"] == "Write a subject of at least 3 characters."
    assert said["#/content"] == "Write something first."
    assert "#/language" in said
    assert wrong["status"] == 422
    assert not Topic.objects.exclude(pk=topic.pk).exists()


def test_questions_are_asked_and_voted_for_in_the_room(ivo, cast):
    talk = make_talk(make_series(), day=timezone.localdate() + timedelta(days=1))
    body = {"text": "Who pays?", "named": False, "client_id": str(uuid4())}
    first, again = (ivo.post(f"/talks/{talk.pk}/questions", body) for _ in range(2))
    assert first.status_code == 201, first.text
    assert first.json()["id"] == again.json()["id"]
    assert Question.objects.get().attendee.user == cast.ivo
    address = f"/questions/{first.json()['id']}/vote"
    assert program_of(cast.zofia)("put", address).json() == {"votes": 1}
    assert program_of(cast.zofia)("delete", address).json() == {"votes": 0}
    assert ivo("put", address).status_code == 403  # nobody votes for their own
    too_long = ivo.post(f"/talks/{talk.pk}/questions", {"text": "x" * 301})
    assert (too_long.status_code, too_long.json()["detail"]) == (422, "That is 301 characters; 300 fit.")
