"""Attacks on what a room keeps: A6, A9, A10, A20 and A22."""

import json
import re

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver

from community.live import actions
from community.live.models import Message, Question, Room, Vote
from tests.attacks.conftest import CANARY
from tests.community.live.making import open_clinic
from tests.community.live.readers import Browser, act

pytestmark = pytest.mark.django_db
EVENTS = "/live/clinic/events"
VERBS = ["vote", "unvote", "publish", "answering", "answered", "answered-in-forum", "decline", "hide", "answer"]


@pytest.mark.embedded
class TestA6RoomAndThingFromDifferentRooms:
    @pytest.fixture
    def other(self, cast):
        return open_clinic(cast, "other")

    @pytest.mark.parametrize("verb", VERBS)
    def test_a_question_is_found_in_its_own_room_only(self, cast, as_user, room, other, verb):
        question = actions.ask_question(cast.zofia, other, "Who pays?")
        for who in (cast.ivo, cast.ona, cast.pekka):
            answer = as_user(who).post(f"/live/clinic/questions/{question.pk}/{verb}", {"text": "x"})
            assert answer.status_code == 404
        assert not Vote.objects.exists()
        question.refresh_from_db()
        assert (question.state, question.hidden_at, question.answer_text) == ("open", None, "")

    def test_so_is_a_message(self, cast, as_user, room, other):
        message = actions.post_message(cast.zofia, other, "Hello")
        assert as_user(cast.ona).post(f"/live/clinic/messages/{message.pk}/hide").status_code == 404
        message.refresh_from_db()
        assert message.hidden_at is None

    def test_no_address_of_a_room_takes_a_thing_of_another(self, cast, as_user, room, other):
        """Also for addresses that this test has never heard of: nothing in the other room changes."""
        actions.ask_question(cast.zofia, other, "Who pays?")
        actions.post_message(cast.zofia, other, "Hello")
        before = snapshot(other)
        for address in live_addresses(slug="clinic", pk=Question.objects.get().pk, verb="hide"):
            as_user(cast.ona).post(address, {"text": "x"})
        assert snapshot(other) == before


def snapshot(room):
    questions = Question.objects.filter(room=room).values()
    messages = Message.objects.filter(room=room).values()
    return [*questions, *messages, *Room.objects.filter(pk=room.pk).values()]


def live_addresses(**known):
    """Every address of the live rooms, with these values in its places; whoever has a place for more is left out."""
    for pattern in get_resolver("community.live.urls").url_patterns:
        if not isinstance(pattern, URLPattern):
            continue
        address = re.sub(r"<(?:\w+:)?(\w+)>", lambda place: str(known.get(place[1], "1")), str(pattern.pattern))
        yield f"/live/{address}"


@pytest.mark.embedded
class TestA9ReplayOfWhatIsHidden:
    def test_a_hidden_message_replays_as_a_mark_without_words_or_author(self, cast, client, room):
        actions.hide_message(cast.ona, actions.post_message(cast.zofia, room, CANARY), "Advertising")
        wire = client.get(EVENTS, {"after": 0}).content.decode()
        assert [event["item"]["hidden"] for event in json.loads(wire)["events"]] == [True, True]
        assert CANARY not in wire
        assert "Zofia" not in wire
        assert "Advertising" not in wire

    @pytest.mark.parametrize("step", ["waiting", "declined", "hidden"])
    def test_an_unseen_question_replays_as_gone(self, cast, client, room, step):
        Room.objects.update(pre_moderation=step == "waiting")
        room.refresh_from_db()
        question = actions.ask_question(cast.zofia, room, CANARY)
        if step == "declined":
            actions.decline_question(cast.ona, question, "Advertising")
        if step == "hidden":
            actions.hide_question(cast.ona, question, "Advertising")
        for address in (EVENTS, f"{EVENTS}?after=0", "/live/clinic/"):
            wire = client.get(address).content.decode()
            assert CANARY not in wire
            assert "Zofia" not in wire
            assert "Advertising" not in wire

    def test_a_reply_does_not_keep_the_hidden_words(self, cast, client, room):
        first = actions.post_message(cast.zofia, room, CANARY)
        answer = actions.post_message(cast.ivo, room, "I agree")
        Message.objects.filter(pk=answer.pk).update(reply_to=first)
        actions.hide_message(cast.ona, first)
        for address in (EVENTS, "/live/clinic/"):
            assert CANARY not in client.get(address).content.decode()

    @pytest.mark.django_db(transaction=True)
    async def test_nor_do_replies_that_were_told_already(self, cast, room):
        """Neither on an open page, nor for whoever comes back and hears what the server still has at hand."""
        first = await act(actions.post_message, cast.zofia, room, CANARY)
        async with Browser(cast.ivo) as ivo:
            await ivo.follow(room)
            await act(actions.post_message, cast.ivo, room, "I agree", reply_to=first)
            await act(actions.hide_message, cast.ona, first)
            await ivo.until("event", 3)
            assert CANARY not in json.dumps({event["item"]["id"]: event for event in ivo.told})
            async with Browser(cast.jurgis) as jurgis:
                await jurgis.follow(room)
                assert len(jurgis.told) == 4
                assert CANARY not in json.dumps(jurgis.told)


class TestA10OddNumbers:
    @pytest.mark.parametrize("after", ["-1", "1;--", "", "x", "1e9", "²", "٣", str(10**18), "9" * 99, "\x00"])
    def test_they_are_clamped_and_cost_what_others_cost(self, cast, client, room, after, django_assert_max_num_queries):
        actions.post_message(cast.zofia, room, "Hello")
        for name in ("after", "votes", "before", "limit"):
            with django_assert_max_num_queries(12):
                assert client.get(EVENTS, {name: after}).status_code == 200, name

    @pytest.mark.parametrize("query", ["stream=backstage", "stream=", "stream=room&stream=desk", "epoch=x", "epoch="])
    def test_odd_words_are_refused(self, client, room, query):
        assert client.get(f"{EVENTS}?{query}").status_code in {404, 410}

    def test_no_limit_asks_for_more_than_a_page(self, cast, client, room, settings):
        stored = [actions.post_message(cast.zofia, room, "Hello") for _ in range(3)]
        events = room.events.model
        events.objects.bulk_create(
            events(room=room, seq=number, kind="message", object_id=stored[0].pk) for number in range(4, 600)
        )
        Room.objects.update(head_seq=599)
        assert len(client.get(EVENTS, {"after": 0, "limit": 10**6}).json()["events"]) == 200

    @pytest.mark.django_db(transaction=True)
    @pytest.mark.parametrize("after", [-1, 10**18, 1.5, "0", None, True, [], {}])
    async def test_the_socket_refuses_what_no_page_sends(self, room, after):
        async with Browser() as browser:
            assert await browser.refused(sub=room.slug, after=after) == 4400


@pytest.mark.embedded
class TestA20VotesWhereNoneAreTaken:
    def test_a_hidden_question_is_not_there(self, cast, as_user, room):
        question = actions.ask_question(cast.zofia, room, "Who pays?")
        actions.hide_question(cast.ona, question)
        assert as_user(cast.ivo).post(f"/live/clinic/questions/{question.pk}/vote").status_code == 404
        assert not Vote.objects.exists()

    def test_nor_is_one_that_waits(self, cast, as_user, room):
        Room.objects.update(pre_moderation=True)
        room.refresh_from_db()
        question = actions.ask_question(cast.zofia, room, "Who pays?")
        assert as_user(cast.ivo).post(f"/live/clinic/questions/{question.pk}/vote").status_code == 404
        assert as_user(cast.ona).post(f"/live/clinic/questions/{question.pk}/vote").status_code == 409
        assert not Vote.objects.exists()

    def test_an_answered_one_takes_no_more(self, cast, as_user, room):
        question = actions.ask_question(cast.zofia, room, "Who pays?")
        actions.mark_answered(cast.pekka, question)
        assert as_user(cast.ivo).post(f"/live/clinic/questions/{question.pk}/vote").status_code == 409
        assert not Vote.objects.exists()

    def test_one_in_a_closed_room_takes_none(self, cast, as_user, room):
        question = actions.ask_question(cast.zofia, room, "Who pays?")
        Room.objects.update(closes_at=room.opens_at)
        assert as_user(cast.ivo).post(f"/live/clinic/questions/{question.pk}/vote").status_code == 409
        assert not Vote.objects.exists()

    def test_nobody_votes_for_their_own(self, cast, as_user, room):
        question = actions.ask_question(cast.zofia, room, "Who pays?")
        assert as_user(cast.zofia).post(f"/live/clinic/questions/{question.pk}/vote").status_code == 403
        assert not Vote.objects.exists()


@pytest.mark.embedded
class TestA22WhoAskedWithoutAName:
    @pytest.fixture
    def question(self, cast, room):
        question = actions.ask_question(cast.zofia, room, "What if we compete?", named=False)
        actions.vote(cast.ivo, question)
        actions.answer_in_writing(cast.pekka, question, "Share what helps all.")
        return question

    def test_the_name_is_nowhere_for_others(self, cast, as_user, question):
        readers = (Client(), as_user(cast.ivo), as_user(cast.pekka), as_user(cast.secretariat))
        for reader in readers:
            for address in ("/live/clinic/", EVENTS, "/live/"):
                wire = reader.get(address).content.decode()
                assert "Zofia" not in wire
                assert "zofia@" not in wire
                assert not re.search(rf"asker|attendee.?id|data-author=.?{cast.zofia.pk}\b", wire)

    def test_moderators_see_who_it_was_as_the_form_says(self, cast, as_user, question):
        wire = as_user(cast.ona).get(f"{EVENTS}?stream=desk").content.decode()
        assert "Zofia" in wire

    @pytest.mark.django_db(transaction=True)
    async def test_nor_is_it_on_the_socket(self, cast, room, question):
        async with Browser(cast.ivo) as ivo:
            await ivo.follow(room)
            wire = json.dumps(ivo.told, ensure_ascii=False)
            assert "compete" in wire
            assert "Zofia" not in wire

    def test_what_the_asker_is_told_is_told_to_nobody_else(self, cast, as_user, client, room):
        assert as_user(cast.zofia).post("/live/clinic/questions", {"text": "Mine?", "unnamed": "on"}).status_code == 302
        assert "Zofia" not in client.get(EVENTS).content.decode()
