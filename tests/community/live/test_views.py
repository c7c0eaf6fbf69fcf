"""The pages of a room: with a script and without, for those inside and those outside."""

import uuid

import pytest
from django.core.cache import cache

from community.live import actions
from community.live.models import Message, Question, Room, Vote

pytestmark = pytest.mark.embedded

JSON = {"HTTP_ACCEPT": "application/json"}


def test_everyone_reads_an_open_room(client, cast, room):
    actions.post_message(cast.zofia, room, "Good morning")
    actions.ask_question(cast.ivo, room, "Who pays?")
    page = client.get("/live/clinic/").content.decode()
    assert "Good morning" in page
    assert "Who pays?" in page


def test_a_guest_leaves_no_session_behind(client, room, django_assert_num_queries):
    response = client.get("/live/clinic/")
    assert "sessionid" not in response.cookies


def test_without_a_script_a_form_posts_and_comes_back(as_user, cast, room):
    response = as_user(cast.zofia).post("/live/clinic/messages", {"text": "Hello", "client_id": uuid.uuid4()})
    assert response.status_code == 302
    assert response.url == "/live/clinic/#chat-end"
    assert Message.objects.get().text == "Hello"


def test_with_a_script_the_answer_is_the_stored_message(as_user, cast, room):
    response = as_user(cast.zofia).post("/live/clinic/messages", {"text": "Hello"}, **JSON)
    assert response.status_code == 201
    assert response.json()["item"]["text"] == "Hello"


@pytest.mark.parametrize(("text", "words"), [("", "Write something first."), ("x" * 501, "at most 500")])
def test_a_refused_message_stays_in_the_form_with_what_to_do(as_user, cast, room, text, words):
    response = as_user(cast.zofia).post("/live/clinic/messages", {"text": text})
    assert response.status_code == 400
    page = response.content.decode()
    assert words in page
    assert text in page


def test_a_guest_is_sent_to_sign_in(client, room):
    assert client.post("/live/clinic/messages", {"text": "Hello"}).url.startswith("/account/login/")


def test_one_can_vote_and_take_it_back_without_a_script(as_user, cast, room):
    question = actions.ask_question(cast.zofia, room, "Who pays?")
    ivo = as_user(cast.ivo)
    ivo.post(f"/live/clinic/questions/{question.pk}/vote")
    ivo.post(f"/live/clinic/questions/{question.pk}/vote")
    assert Vote.objects.count() == 1
    ivo.post(f"/live/clinic/questions/{question.pk}/unvote")
    assert not Vote.objects.exists()


def test_a_question_of_another_room_is_not_found(as_user, cast, room):
    other = actions.open_room("other", "Other", opens_at=room.opens_at, closes_at=room.closes_at)
    question = actions.ask_question(cast.zofia, other, "Who pays?")
    assert as_user(cast.ivo).post(f"/live/clinic/questions/{question.pk}/vote").status_code == 404
    assert as_user(cast.ona).post(f"/live/clinic/questions/{question.pk}/hide").status_code == 404
    assert not Vote.objects.exists()


@pytest.mark.parametrize("verb", ["answering", "answered", "hide"])
def test_the_desks_are_closed_to_members(as_user, cast, room, verb):
    question = actions.ask_question(cast.zofia, room, "Who pays?")
    assert as_user(cast.ivo).post(f"/live/clinic/questions/{question.pk}/{verb}", {"text": "x"}).status_code == 403
    assert Question.objects.get().state == "open"


def test_the_speaker_works_through_the_queue(as_user, cast, room):
    question = actions.ask_question(cast.zofia, room, "Who pays?")
    pekka = as_user(cast.pekka)
    pekka.post(f"/live/clinic/questions/{question.pk}/answering")
    assert Question.objects.get().state == "answering"
    pekka.post(f"/live/clinic/questions/{question.pk}/answered")
    assert Question.objects.get().state == "answered_live"


def test_a_waiting_question_is_seen_by_its_asker_and_the_moderators(as_user, client, cast, room):
    Room.objects.update(pre_moderation=True)
    room.refresh_from_db()
    actions.ask_question(cast.zofia, room, "Who pays?")
    assert "Waiting for the moderator" in as_user(cast.zofia).get("/live/clinic/").content.decode()
    assert "Who pays?" in as_user(cast.ona).get("/live/clinic/").content.decode()
    assert "Who pays?" not in as_user(cast.ivo).get("/live/clinic/").content.decode()
    assert "Who pays?" not in client.get("/live/clinic/").content.decode()


def test_hidden_words_are_nowhere_on_the_page(as_user, cast, room):
    actions.hide_message(cast.ona, actions.post_message(cast.zofia, room, "Buy our software"))
    assert "Buy our software" not in as_user(cast.ivo).get("/live/clinic/").content.decode()


class TestEvents:
    def test_it_tells_what_came_after_a_number(self, client, cast, room):
        for number in range(3):
            actions.post_message(cast.zofia, room, f"Line {number}")
        answer = client.get("/live/clinic/events?after=1").json()
        assert [event["seq"] for event in answer["events"]] == [2, 3]
        assert answer["head"] == 3

    @pytest.mark.parametrize("after", ["-1", "1;--", "", "x", "10" * 20])
    def test_odd_numbers_do_no_harm(self, client, room, after):
        assert client.get("/live/clinic/events", {"after": after}).status_code == 200

    def test_the_desk_answers_members_as_if_it_did_not_exist(self, as_user, cast, room):
        assert as_user(cast.ivo).get("/live/clinic/events?stream=desk").status_code == 404

    def test_another_history_is_gone(self, client, room):
        assert client.get(f"/live/clinic/events?epoch={uuid.uuid4()}").status_code == 410


class TestClosedRooms:
    @pytest.fixture
    def team_room(self, room):
        Room.objects.update(audience=Room.Audience.GROUP)
        return room

    @pytest.mark.parametrize("path", ["/live/clinic/", "/live/clinic/events"])
    def test_an_outsider_gets_what_a_missing_room_gives(self, as_user, client, cast, team_room, path):
        assert client.get(path).status_code == 404
        assert as_user(cast.jurgis).get(path).status_code == 404
        assert as_user(cast.pekka).get(path).status_code == 200

    def test_an_outsider_cannot_post_into_it(self, as_user, cast, team_room):
        assert as_user(cast.jurgis).post("/live/clinic/messages", {"text": "Hello"}).status_code == 404
        assert not Message.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_for_one_or_three_of_everything(as_user, cast, room, count, django_assert_num_queries):
    for number in range(count):
        actions.post_message(cast.ivo, room, f"Line {number}")
        actions.vote(cast.ona, actions.ask_question(cast.jurgis, room, f"Question {number}?"))
    zofia = as_user(cast.zofia)
    zofia.get("/live/clinic/")  # the head of every page asks for the open room, every 20 s at most
    with django_assert_num_queries(15):  # two for what one may do in the forum
        zofia.get("/live/clinic/")


class TestTheHeadOfEveryPage:
    @pytest.fixture(autouse=True)
    def _look_again(self, room):
        """As twenty seconds after the last look."""
        cache.clear()

    def test_it_leads_into_the_room_that_is_open(self, client, room):
        assert 'href="/live/clinic/"' in client.get("/forum/").content.decode()

    def test_it_says_nothing_of_a_room_for_a_few(self, client, room):
        Room.objects.update(audience=Room.Audience.GROUP)
        assert "clinic" not in client.get("/forum/").content.decode()

    def test_it_says_nothing_of_a_room_that_is_not_listed(self, client, room):
        actions.unlist_room(room)
        assert "clinic" not in client.get("/forum/").content.decode()
        assert "clinic" not in client.get("/live/").content.decode()


def test_whoever_asks_without_a_name_knows_that_moderators_see_it(as_user, cast, room):
    page = as_user(cast.zofia).get("/live/clinic/").content.decode()
    assert "Moderators can see who asked." in page
