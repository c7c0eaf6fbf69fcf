"""Reading through the interface: what the pages show to the same person, in pieces, at a constant price."""

import base64
import json
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from community.live.actions import ask_question
from community.tokens.models import AccessToken
from forum import actions, queries
from tests.community.api.conftest import program_of
from tests.events.making import make_series, make_talk
from tests.forum.conftest import CANARY


@pytest.fixture
def talk(db):
    return make_talk(make_series(), day=timezone.localdate() + timedelta(days=1))


def test_a_guest_reads_what_everybody_may(guest, forums, topic):
    assert {"Community", "Practice"} <= {forum["name"] for forum in guest.get("/forums").json()["items"]}
    (found,) = guest.get("/topics").json()["items"]
    assert (found["subject"], found["author"]["name"], found["posts_count"]) == (topic.subject, "Zofia Przykład", 1)
    (post,) = guest.get(f"/topics/{topic.pk}/posts").json()["items"]
    assert (post["content"], post["html"].strip()) == ("What do *you* do?", "<p>What do <em>you</em> do?</p>")
    assert guest.get(f"/posts/{post['id']}").json() == post
    assert guest.get(f"/topics/{topic.pk}").json()["can_reply"] is False
    assert not Session.objects.exists()


def test_a_member_reads_private_forums_and_others_find_nothing_of_them(guest, cast, forums, private_topic):
    ivo, jurgis = program_of(cast.ivo, "read"), program_of(cast.jurgis, "read")
    post = private_topic.first_post_id
    paths = [f"/forums/{forums.academy.pk}", f"/topics/{private_topic.pk}", f"/posts/{post}"]
    for path in [*paths, f"/topics/{private_topic.pk}/posts", f"/topics?forum_id={forums.academy.pk}"]:
        assert CANARY in ivo.get(path).text
        for outsider in (guest, jurgis):
            nothing = outsider.get("/topics/999999")
            assert (outsider.get(path).status_code, outsider.get(path).content) == (404, nothing.content)
    for outsider in (guest, jurgis):
        assert CANARY not in outsider.get("/forums").text + outsider.get("/topics").text


def test_of_a_hidden_post_nobody_but_moderators_reads_the_words(guest, cast, topic):
    rude = actions.reply(cast.ivo, topic, content=f"Rude {CANARY}")
    actions.hide_post(cast.ona, queries.find_post(rude.pk), "Rude")
    for path in (f"/posts/{rude.pk}", f"/topics/{topic.pk}/posts"):
        assert CANARY not in guest.get(path).text
        assert CANARY in program_of(cast.ona).get(path).text
    assert guest.get(f"/posts/{rude.pk}").json()["is_hidden"] is True


def test_lists_come_in_pieces_without_gaps_or_repeats(guest, cast, forums, topic):
    for number in range(4):
        actions.start_topic(cast.ivo, forums.open, subject=f"Topic {number}", content="Words")
        actions.reply(cast.ivo, topic, content=f"Answer {number}")
    for path, total in ((f"/topics/{topic.pk}/posts?limit=2", 5), ("/topics?limit=2", 5), ("/forums?limit=1", 3)):
        found, following = [], path
        while following:
            piece = guest.get(following).json()
            found += [row["id"] for row in piece["items"]]
            following = piece["next"]
        assert len(found) == len(set(found)) == total


@pytest.mark.parametrize(
    "wrong", ["limit=0", "limit=51", "limit=x", "cursor=x", "cursor=W10", "kind=nothing", "show=mine", "colour=red"]
)
def test_what_was_asked_for_wrongly_is_said(guest, forums, wrong):
    answer = guest.get(f"/topics?{wrong}")
    assert answer.status_code == 422
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["errors"][0]["parameter"] == wrong.partition("=")[0]


def test_topics_are_narrowed_as_on_their_page(guest, cast, forums, topic):
    asked = actions.start_topic(cast.ivo, forums.open, subject="Who pays?", content="Words", kind="question")
    assert [row["id"] for row in guest.get("/topics?kind=question&show=open").json()["items"]] == [asked.pk]
    answer = actions.reply(cast.ona, asked, content="We do.")
    actions.accept_answer(cast.ivo, queries.find_post(asked.first_post_id), answer)
    assert guest.get("/topics?show=open").json()["items"] == []
    assert guest.get(f"/topics/{asked.pk}").json()["is_answered"] is True
    assert guest.get(f"/posts/{asked.first_post_id}").json()["answer_id"] == answer.pk


def test_talks_and_their_questions(guest, cast, talk):
    question = ask_question(cast.jurgis, talk.room, "Who pays for the network?", named=False)
    (listed,) = guest.get("/talks").json()["items"]
    assert (listed["title"], listed["series"]) == ("Between the sessions", "EU Clusters Talk")
    whole = guest.get(f"/talks/{talk.pk}").json()
    assert whole["room_url"] == talk.room.get_absolute_url()
    (asked,) = guest.get(f"/talks/{talk.pk}/questions").json()["items"]
    assert (asked["text"], asked["asked_by"]) == ("Who pays for the network?", "A participant")
    assert guest.get(f"/questions/{question.pk}").json() == asked
    assert program_of(cast.jurgis).get(f"/questions/{question.pk}").json()["is_own"] is True


def test_a_key_says_whose_it_is_and_notes_that_it_was_used(guest, cast):
    ivo = program_of(cast.ivo, "read")
    found = ivo.get("/me").json()
    assert (found["name"], found["scope"]) == ("Ivo Primjer", "read")
    assert AccessToken.objects.get().last_used_at
    assert guest.get("/me").status_code == 401


@pytest.mark.parametrize("who", ["guest", "ivo"])
def test_lists_cost_the_same_with_more_in_them(guest, cast, forums, topic, talk, who):
    caller = guest if who == "guest" else program_of(cast.ivo, "read")
    paths = ["/forums", "/topics", f"/topics/{topic.pk}/posts", "/talks", f"/talks/{talk.pk}/questions"]

    def costs() -> list[int]:
        found = []
        for path in paths:
            with CaptureQueriesContext(connection) as captured:
                assert caller.get(path).status_code == 200
            found.append(len(captured))
        return found

    ask_question(cast.jurgis, talk.room, "One?")
    costs()  # notes the use of the key, and remembers the names of the ecosystems
    before = costs()
    for member in (cast.ona, cast.pekka):
        made = actions.make_forum(f"more-{member.pk}", "More", parent=forums.open.parent)
        actions.start_topic(member, made, subject="Another", content="Words", kind="question")
        actions.reply(member, topic, content="Words")
        ask_question(member, talk.room, f"And {member.pk}?")
        make_talk(talk.series, f"Talk {member.pk}")
    assert costs() == before
    assert max(before) <= 8


def test_the_description_is_there_for_people_and_programs(guest, client, db):
    described = guest.get("/openapi.json").json()
    assert described["openapi"].startswith("3.1")
    page = client.get("/api/v1/")
    assert page.status_code == 200
    for path in described["paths"]:
        assert path in page.text
    assert "<script src" not in page.text.replace('type="module" src', "")


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"])
def test_a_cursor_from_beyond_the_calendar_is_a_mistake_of_the_call(guest, forums, moment):
    cursor = base64.urlsafe_b64encode(json.dumps([moment, 5]).encode()).decode().rstrip("=")
    assert guest.get(f"/topics?cursor={cursor}").status_code == 422
