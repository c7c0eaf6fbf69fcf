"""New guests who wait: what they write first is read by a moderator, by nobody else before, and then by everybody."""

import json
from uuid import uuid4

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.test import Client

from community.live import actions, frames
from community.live.errors import ClientIdReused, FirstWordsWait, LiveError, StateChanged
from community.live.models import Attendee, HeldMessage, Message, PollAnswer, Question, Room, RoomEvent
from community.live.queries import new_guests
from community.live.report import report_rows
from community.moderation.models import AuditEntry
from tests.community.live.readers import WAIT, Browser, Reader, act, knock
from tests.kept import kept

WORDS = "We make the valves ourselves."
JSON = {"HTTP_ACCEPT": "application/json"}


@kept
def waiting_room(room):
    Room.objects.update(guests_wait=True)
    room.refresh_from_db()
    return room


@kept
def agnese(waiting_room):
    return actions.join_as_guest(waiting_room, "Agnese", "IT")


@pytest.fixture
def browser(waiting_room):
    """A browser that joined as Rasa; the page said beforehand that somebody will read what she writes."""
    client = Client()
    address = f"/join/{waiting_room.code}/"
    assert "a moderator reads what new guests write first" in client.get(address).text
    client.post(address, {"name": "Rasa"})
    return client


def post(client, room, text=WORDS, **more):
    return client.post(room.get_absolute_url() + "messages", {"text": text, "client_id": uuid4()}, **more)


class TestTheFirstMessage:
    def test_nobody_but_its_author_and_the_moderators_see_it(self, cast, waiting_room, browser, as_user):
        answer = post(browser, waiting_room, **JSON)
        assert (answer.status_code, answer.json()) == (202, {"item": {"waits": True}})
        page = waiting_room.get_absolute_url()
        for reader in (Client(), as_user(cast.zofia), as_user(cast.pekka)):
            assert WORDS not in reader.get(page).text + reader.get(f"{page}events?after=0").text
            assert reader.get(f"{page}events?after=0&stream=desk").status_code == 404
        own = browser.get(page).text
        assert WORDS in own
        assert "Your message waits for a moderator" in own
        assert browser.get(f"{page}own", **JSON).json()["message"][0]["text"] == WORDS
        for address in (page, f"{page}desk/"):
            desk = as_user(cast.ona).get(address).text
            assert WORDS in desk
            assert "Rasa" in desk
        assert WORDS not in str(list(report_rows(waiting_room, cast.ona)))

    def test_a_plain_form_leads_to_where_its_state_stands(self, waiting_room, browser):
        answer = post(browser, waiting_room, follow=True)
        assert answer.redirect_chain[-1][0].endswith("#own-message")
        assert "Your message waits for a moderator" in answer.text

    def test_let_in_it_is_a_message_and_the_next_ones_need_nobody(self, cast, waiting_room, browser, as_user):
        post(browser, waiting_room)
        guest = Attendee.objects.get(name="Rasa")
        ona = as_user(cast.ona)
        address = f"{waiting_room.get_absolute_url()}people/{guest.pk}/let-in"
        assert (
            "Read that first" in ona.post(address, {"read": str(uuid4())}, follow=True).text
        )  # another one was left out
        assert Message.objects.count() == 0
        ona.post(address, {"read": guest.held_message.reading})
        page = Client().get(waiting_room.get_absolute_url()).text
        assert WORDS in page
        assert not HeldMessage.objects.exists()
        assert post(browser, waiting_room, "And the pumps.", **JSON).status_code == 201
        assert Message.objects.count() == 2
        assert AuditEntry.objects.filter(action="let_in").count() == 1

    def test_words_under_the_id_of_others_are_not_let_in_unread(self, cast, waiting_room, agnese):
        number = uuid4()
        actions.post_message(agnese, waiting_room, "Good evening", number)
        read = frames.guest_item(Attendee.objects.get(pk=agnese.pk))["read"]
        actions.leave_out(cast.ona, agnese, "Not now.")
        actions.post_message(agnese, waiting_room, "Hello?", uuid4())
        actions.leave_out(cast.ona, agnese, "Not now.")
        actions.post_message(agnese, waiting_room, WORDS, number)
        with pytest.raises(StateChanged, match="Read that first"):
            actions.let_guest_in(cast.ona, agnese, read=read)
        assert not Message.objects.exists()
        read = frames.guest_item(Attendee.objects.get(pk=agnese.pk))["read"]
        actions.let_guest_in(cast.ona, agnese, read=read)
        assert Message.objects.get().text == WORDS

    def test_only_one_waits_and_a_repeat_is_the_same(self, waiting_room, agnese):
        number = uuid4()
        first = actions.post_message(agnese, waiting_room, WORDS, number)
        assert actions.post_message(agnese, waiting_room, WORDS, number) == first
        with pytest.raises(ClientIdReused):
            actions.post_message(agnese, waiting_room, "Other words.", number)
        with pytest.raises(StateChanged, match="Your first message waits"):
            actions.post_message(agnese, waiting_room, "More.")

    def test_a_device_that_tries_again_after_it_was_let_in_makes_no_second(self, cast, waiting_room, agnese):
        number = uuid4()
        actions.post_message(agnese, waiting_room, WORDS, number)
        actions.let_guest_in(cast.ona, agnese)
        actions.let_guest_in(cast.ona, agnese)
        again = actions.post_message(Attendee.objects.get(pk=agnese.pk), waiting_room, WORDS, number)
        assert Message.objects.get() == again

    def test_what_is_sent_while_a_moderator_lets_the_guest_in_waits_no_more(self, cast, waiting_room, agnese):
        """Who has been let in is let in no second time, so it would wait for ever."""
        actions.post_message(agnese, waiting_room, WORDS)
        actions.let_guest_in(cast.ona, Attendee.objects.get(pk=agnese.pk))
        assert agnese.let_in_at is None  # as the request that is under way knows them
        actions.post_message(agnese, waiting_room, "And the pumps.")
        assert {message.text for message in Message.objects.all()} == {WORDS, "And the pumps."}
        assert not HeldMessage.objects.exists()

    def test_left_out_its_author_reads_why_and_may_try_again(self, cast, waiting_room, browser, as_user):
        post(browser, waiting_room, "Buy our valves!")
        guest = Attendee.objects.get(name="Rasa")
        address = f"{waiting_room.get_absolute_url()}people/{guest.pk}/leave-out"
        assert as_user(cast.ona).post(address, {"text": ""}, **JSON).status_code == 400
        as_user(cast.ona).post(address, {"text": "No adverts here."})
        page = browser.get(waiting_room.get_absolute_url()).text
        assert "A moderator left your message out" in page
        assert "No adverts here." in page
        assert "New guests wait for you" not in Client().get(waiting_room.get_absolute_url()).text
        post(browser, waiting_room)
        assert HeldMessage.objects.get().text == WORDS
        assert not Message.objects.exists()


class TestTheFirstQuestion:
    def test_published_it_lets_the_guest_in(self, cast, waiting_room, agnese):
        question = actions.ask_question(agnese, waiting_room, "Who pays?")
        assert question.state == Question.State.PENDING
        actions.publish_question(cast.ona, question)
        agnese.refresh_from_db()
        assert actions.ask_question(agnese, waiting_room, "Who signs?").state == Question.State.OPEN

    def test_it_lets_no_message_in_that_nobody_may_have_read(self, cast, waiting_room, agnese):
        question = actions.ask_question(agnese, waiting_room, "Who pays?")
        actions.post_message(agnese, waiting_room, WORDS)
        actions.publish_question(cast.ona, question)
        question.refresh_from_db()
        assert question.state == Question.State.OPEN
        assert not Message.objects.exists()
        assert WORDS in {guest.held_message.text for guest in new_guests(waiting_room)}
        agnese.refresh_from_db()
        assert actions.ask_question(agnese, waiting_room, "Who signs?").state == Question.State.PENDING

    @pytest.mark.parametrize("all_wait", [False, True])
    def test_nor_does_a_message_let_a_question_in(self, cast, waiting_room, agnese, all_wait):
        Room.objects.update(pre_moderation=all_wait)
        question = actions.ask_question(agnese, waiting_room, "Who pays?")
        actions.post_message(agnese, waiting_room, WORDS)
        actions.let_guest_in(cast.ona, agnese)
        assert Message.objects.get().text == WORDS
        question.refresh_from_db()
        assert question.state == Question.State.PENDING
        actions.publish_question(cast.ona, question)


class TestElsewhere:
    def test_no_poll_shows_the_words_of_somebody_whom_nobody_has_let_in(self, cast, waiting_room, agnese):
        poll = actions.make_poll(cast.ona, waiting_room, "text", "What do you make?")
        choice = actions.make_poll(cast.ona, waiting_room, "one", "Tea?", ["Yes", "No"])
        for one in (poll, choice):
            actions.open_poll(cast.ona, one)
            one.refresh_from_db()
        actions.cast_ballot(cast.zofia, poll, text="Pumps")
        actions.cast_ballot(agnese, choice, [choice.options.first().pk])
        with pytest.raises(FirstWordsWait, match="Say something in the chat"):
            actions.cast_ballot(agnese, poll, text=WORDS)
        assert [answer.text for answer in PollAnswer.objects.all()] == ["Pumps"]
        actions.let_guest_in(cast.ona, agnese)
        agnese.refresh_from_db()
        actions.cast_ballot(agnese, poll, text=WORDS)
        assert PollAnswer.objects.count() == 2

    def test_who_was_shut_out_is_let_in_by_nobody_who_has_not_seen_that_yet(self, cast, waiting_room, agnese):
        actions.post_message(agnese, waiting_room, WORDS)
        known = waiting_room.events.count()
        actions.ban_attendee(cast.ona, agnese, "Adverts")
        told = frames.events_after(waiting_room.pk, RoomEvent.Stream.DESK, known)
        assert [frame["item"] for frame in told] == [{"id": agnese.pk, "gone": True}]
        actions.let_guest_in(cast.ona, agnese)
        assert not Message.objects.exists()


class TestWhoWaits:
    def test_members_do_not_nor_anybody_elsewhere(self, cast, room, agnese, waiting_room):
        assert isinstance(actions.post_message(cast.zofia, waiting_room, "Hello"), Message)
        Room.objects.update(guests_wait=False)
        room.refresh_from_db()
        assert isinstance(actions.post_message(agnese, room, "Hello"), Message)

    def test_a_moderator_switches_it_among_the_rooms_settings(self, cast, room, as_user):
        ona, page = as_user(cast.ona), room.get_absolute_url()
        assert 'name="guests_wait"' in ona.get(page).text
        ona.post(
            f"{page}switches", {"chat_enabled": "on", "qa_enabled": "on", "guests_wait": "on", "slow_seconds": "0"}
        )
        room.refresh_from_db()
        assert room.guests_wait

    def test_nobody_else_lets_anybody_in(self, cast, waiting_room, agnese, as_user):
        actions.post_message(agnese, waiting_room, WORDS)
        for person in (cast.zofia, cast.pekka, cast.secretariat):
            with pytest.raises(PermissionDenied):
                actions.let_guest_in(person, agnese)
            with pytest.raises(PermissionDenied):
                actions.leave_out(person, agnese, "No.")
            for verb in ("let-in", "leave-out"):
                address = f"{waiting_room.get_absolute_url()}people/{agnese.pk}/{verb}"
                assert as_user(person).post(address, {"text": "No."}).status_code in {403, 404}
        assert HeldMessage.objects.get().reason == ""

    def test_a_guest_of_another_room_is_not_let_in_from_this_one(self, cast, waiting_room, agnese, as_user):
        other = actions.ensure_lounge()
        address = f"{other.get_absolute_url()}people/{agnese.pk}/let-in"
        assert as_user(cast.ona).post(address).status_code == 404
        agnese.refresh_from_db()
        assert agnese.let_in_at is None

    def test_nothing_is_left_out_twice(self, cast, waiting_room, agnese):
        actions.post_message(agnese, waiting_room, WORDS)
        actions.leave_out(cast.ona, agnese, "No adverts.")
        with pytest.raises(LiveError, match="Nothing of this guest waits"):
            actions.leave_out(cast.ona, agnese, "Really.")


class Guest(Browser):
    """A browser with the session of a guest."""

    def __init__(self, session_key):
        super().__init__()
        self.key = session_key

    async def __aenter__(self):
        self.socket = knock(self.key)
        connected, _ = await self.socket.connect(WAIT)
        assert connected
        return self


@pytest.mark.django_db(transaction=True)
async def test_the_desk_hears_it_at_once_the_guest_what_becomes_of_it_and_the_room_only_what_is_let_in(cast, room):
    await act(Room.objects.update, guests_wait=True)
    await act(room.refresh_from_db)
    guest = Client()
    await act(guest.post, f"/join/{room.code}/", {"name": "Rasa"})
    key = guest.cookies["sessionid"].value
    async with Reader(cast.ona) as ona, Reader(AnonymousUser()) as nobody, Guest(key) as rasa:
        await ona.follow(room, stream="desk")
        await nobody.follow(room)
        await rasa.follow(room)
        await act(post, guest, room)
        waiting = (await ona.until("event"))["item"]
        assert (waiting["name"], waiting["text"]) == ("Rasa", WORDS)
        await rasa.until("own")
        await act(actions.let_guest_in, cast.ona, await act(Attendee.objects.get, name="Rasa"))
        assert (await ona.until("event"))["item"] == {"id": waiting["id"], "gone": True}
        assert (await nobody.until("event"))["item"]["text"] == WORDS
        assert [event["kind"] for event in nobody.told] == ["message"]
        assert "guest" not in json.dumps([event["kind"] for event in rasa.told])
