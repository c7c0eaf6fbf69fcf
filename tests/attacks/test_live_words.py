"""Attacks by what is sent into a room: A16 to A19 and A23."""

import re
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.cache import cache
from django.db import connections
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from community.live import actions
from community.live.models import Message, Question, RoomEvent, Vote

pytestmark = pytest.mark.django_db
JSON = {"HTTP_ACCEPT": "application/json"}
MESSAGES, QUESTIONS = "/live/clinic/messages", "/live/clinic/questions"
BACKWARDS, MARK = "\u202e", "\u0336"


@pytest.mark.embedded
class TestA16WordsThatAttack:
    @pytest.mark.parametrize("address", [MESSAGES, QUESTIONS])
    @pytest.mark.parametrize(
        "text",
        [
            "<img src=x onerror=alert(1)>",
            "</textarea><script>alert(1)</script>",
            '"><svg onload=alert(1)>',
            "{{ 7|add:7 }}{% debug %}",
            "javascript:alert(1)",
        ],
    )
    def test_markup_is_shown_as_text(self, cast, as_user, room, address, text):
        zofia = as_user(cast.zofia)
        zofia.post(address, {"text": text})
        page = zofia.get("/live/clinic/").content.decode()
        assert not re.search(r"<(img|svg|script)[^>]*(onerror|onload|alert)|<script>", page)
        assert not re.search(r"""href=["']?javascript:""", page)
        wire = zofia.get("/live/clinic/events").json()["events"]
        assert wire[0]["item"]["text"] == text

    def test_a_text_cannot_turn_the_page_round(self, cast, as_user, room):
        as_user(cast.zofia).post(MESSAGES, {"text": f"Pay {BACKWARDS}001 euro\u2066"})
        assert Message.objects.get().text == "Pay 001 euro"

    def test_a_heap_of_accents_stays_on_its_line(self, cast, as_user, room):
        as_user(cast.zofia).post(MESSAGES, {"text": "e" + MARK * 400})
        assert Message.objects.get().text.count(MARK) <= 4

    TOO_MUCH = {
        "accents": MARK * 500_000,
        "letters": "x" * 900_000,
        "faces": "\U0001f600" * 200_000,
        "no letter": MARK,
        "no ink": "\u200b\u2800",
        "null byte": "Hel\x00lo",
    }

    @pytest.mark.parametrize("text", TOO_MUCH.values(), ids=TOO_MUCH.keys())
    def test_too_much_and_nothing_are_refused(self, cast, as_user, room, text):
        for address in (MESSAGES, QUESTIONS):
            assert as_user(cast.zofia).post(address, {"text": text}, **JSON).status_code in {400, 413}
        assert not Message.objects.exists()
        assert not Question.objects.exists()

    def test_ten_megabytes_are_not_even_read(self, cast, as_user, room):
        answer = as_user(cast.zofia).post(MESSAGES, {"text": MARK * 5_000_000}, **JSON)
        assert answer.status_code in {400, 413}


@pytest.mark.embedded
class TestA17FieldsOfOthers:
    FORGED = {
        "attendee": "1",
        "author": "1",
        "user": "1",
        "name": "Ona Exemple",
        "seq": "1",
        "id": "1",
        "pk": "1",
        "room": "1",
        "state": "answered_live",
        "votes_count": "99",
        "created_at": "2001-01-01",
        "approved": "on",
        "hidden_at": "",
        "answer_text": "Yes.",
        "taken_by": "1",
    }

    def test_they_are_ignored(self, cast, as_user, room):
        room.pre_moderation = True
        room.save()
        for address in (MESSAGES, QUESTIONS):
            as_user(cast.zofia).post(address, {"text": "Hello", **self.FORGED})
        message, question = Message.objects.get(), Question.objects.get()
        assert message.author == question.author == cast.zofia
        assert message.author_name == "Zofia Przykład"
        assert {message.room, question.room} == {room}
        assert message.created_at.year > 2001
        assert (question.state, question.votes_count, question.answer_text) == ("pending", 0, "")
        assert list(RoomEvent.objects.filter(stream="room").values_list("seq", flat=True)) == [1]


def at_once(number, act):
    """Call it that many times in as many threads; returns what each answered."""

    def one(index):
        try:
            return act(index)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(number) as threads:
        return list(threads.map(one, range(number)))


@pytest.mark.django_db(transaction=True)
class TestA18TheSameTwice:
    def test_twenty_at_once_store_one(self, cast, as_user, room):
        once = str(uuid.uuid4())
        clients = [as_user(cast.zofia) for _ in range(20)]
        answers = at_once(20, lambda index: clients[index].post(MESSAGES, {"text": "Hi", "client_id": once}, **JSON))
        assert {answer.status_code for answer in answers} == {201}
        assert {answer.json()["item"]["id"] for answer in answers} == {Message.objects.get().pk}
        assert list(RoomEvent.objects.values_list("seq", flat=True)) == [1]

    def test_twenty_questions_at_once_store_one(self, cast, as_user, room):
        once = str(uuid.uuid4())
        clients = [as_user(cast.zofia) for _ in range(20)]
        answers = at_once(20, lambda index: clients[index].post(QUESTIONS, {"text": "Hi", "client_id": once}, **JSON))
        assert {answer.status_code for answer in answers} == {201}
        assert {answer.json()["item"]["id"] for answer in answers} == {Question.objects.get().pk}

    def test_a_double_click_or_the_back_button_stores_one(self, cast, as_user, room):
        """Fault 24, without a script."""
        zofia = as_user(cast.zofia)
        for address in (MESSAGES, QUESTIONS):
            form = {"text": "Hi", "client_id": str(uuid.uuid4())}
            assert {zofia.post(address, form).status_code for _ in range(2)} == {302}
        assert (Message.objects.count(), Question.objects.count()) == (1, 1)

    def test_the_id_of_somebody_else_is_free_for_me_and_tells_me_nothing(self, cast, as_user, room):
        once = str(uuid.uuid4())
        first = as_user(cast.zofia).post(MESSAGES, {"text": "Mine", "client_id": once}, **JSON)
        second = as_user(cast.ivo).post(MESSAGES, {"text": "Also mine", "client_id": once}, **JSON)
        assert first.json()["item"]["id"] != second.json()["item"]["id"]
        assert Message.objects.count() == 2

    def test_other_words_under_the_same_id_are_refused(self, cast, as_user, room):
        once = str(uuid.uuid4())
        zofia = as_user(cast.zofia)
        zofia.post(MESSAGES, {"text": "First", "client_id": once}, **JSON)
        assert zofia.post(MESSAGES, {"text": "Second", "client_id": once}, **JSON).status_code == 409
        assert Message.objects.get().text == "First"

    def test_a_repeat_is_answered_though_one_is_too_fast(self, cast, as_user, room):
        zofia = as_user(cast.zofia)
        sent = [{"text": "Hi", "client_id": str(uuid.uuid4())} for _ in range(8)]
        codes = [zofia.post(MESSAGES, each, **JSON).status_code for each in sent]
        assert 429 in codes
        assert zofia.post(MESSAGES, sent[0], **JSON).status_code == 201
        assert Message.objects.count() == codes.count(201)


@pytest.mark.django_db(transaction=True)
class TestA19ManyVotesAtOnce:
    def test_fifty_of_one_person_count_once(self, cast, as_user, room):
        question = actions.ask_question(cast.zofia, room, "Who pays?")
        clients = [as_user(cast.ivo) for _ in range(50)]
        address = f"{QUESTIONS}/{question.pk}"
        answers = at_once(50, lambda index: clients[index].post(f"{address}/vote", **JSON))
        assert {answer.status_code for answer in answers} <= {200, 429}
        assert self.count(question) == 1
        cache.clear()  # ten seconds later
        answers = at_once(2, lambda index: clients[index].post(f"{address}/unvote", **JSON))
        assert [answer.json() for answer in answers] == [{"votes": 0}] * 2
        assert self.count(question) == 0

    def test_votes_of_many_are_all_counted(self, cast, as_user, room):
        question = actions.ask_question(cast.zofia, room, "Who pays?")
        people = [cast.ivo, cast.jurgis, cast.ona, cast.pekka, cast.camille]
        clients = [as_user(person) for person in people]
        at_once(5, lambda index: clients[index].post(f"{QUESTIONS}/{question.pk}/vote", **JSON))
        assert self.count(question) == 5
        at_once(5, lambda index: clients[index].post(f"{QUESTIONS}/{question.pk}/unvote", **JSON))
        assert self.count(question) == 0

    def count(self, question):
        question.refresh_from_db()
        assert question.votes_count == Vote.objects.filter(question=question).count()
        return question.votes_count


@pytest.mark.embedded
class TestA23ForgedPosts:
    def test_no_address_of_a_room_takes_a_post_without_our_token(self, cast, room):
        actions.ask_question(cast.ivo, room, "Who pays?")
        actions.post_message(cast.ivo, room, "Hello")
        before = list(RoomEvent.objects.values())
        forged = Client(enforce_csrf_checks=True)
        forged.force_login(cast.ona, backend="community.people.backends.Members")
        addresses = list(live_addresses())
        assert {MESSAGES, QUESTIONS} <= set(addresses)
        # 405: an address that takes no post at all
        assert {forged.post(address, {"text": "x"}).status_code for address in addresses} <= {403, 405}
        assert list(RoomEvent.objects.values()) == before


LIVE = re.compile(r"^(live|join|speak)/")


def live_addresses(patterns=None, before=""):
    """Every address of the live rooms, of the site as it is: known places filled, others with the number one."""
    known = {"slug": "clinic", "verb": "hide", "token": "x~y", "code": "K7M4PQ"}
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        path = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver) and (before or LIVE.match(path)):
            yield from live_addresses(pattern.url_patterns, path)
        elif isinstance(pattern, URLPattern) and LIVE.match(path):
            yield "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda place: known.get(place[1], "1"), path)
