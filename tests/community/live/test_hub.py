"""The hub: it lets many in at once, tells askers about their own questions, and is started again when it stops."""

import asyncio
import json
import time
from uuid import uuid4

import pytest
from asgiref.sync import sync_to_async
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from community.live import actions, guests
from community.live import hub as hubs
from community.live.admission import Knock, Span, Wish, answer_knocks
from community.live.feeds import Feed, Past
from community.live.hub import Hub, get_hub
from community.live.lookout import Hint
from community.live.models import Attendee, Room
from community.live.stream import record
from tests.community.live.readers import Reader, act, closed

pytestmark = pytest.mark.django_db(transaction=True)


def guest_of(room, name="Guest"):
    return Attendee.objects.create(room=room, name=name)


class GuestReader(Reader):
    """Somebody who came with the code of a room."""

    def __init__(self, attendee):
        super().__init__(AnonymousUser())
        self.attendee = attendee

    async def __aenter__(self):
        self.session = self.socket.scope["session"] = SessionStore()
        self.session[guests.SESSION_KEY] = {str(self.attendee.room_id): self.attendee.pk}
        await act(self.session.save)
        return await super().__aenter__()


class TestOwnQuestions:
    async def test_the_asker_learns_of_a_decision_that_the_room_does_not_see(self, cast, room):
        await act(Room.objects.filter(pk=room.pk).update, pre_moderation=True)
        await act(room.refresh_from_db)
        async with Reader(cast.zofia) as zofia, Reader(cast.ivo) as ivo, Reader(AnonymousUser()) as nobody:
            for reader in (zofia, ivo, nobody):
                await reader.follow(room)
            question = await act(actions.ask_question, cast.zofia, room, "Who pays?")
            assert await zofia.until("own") == {"t": "own", "room": room.pk}
            await act(actions.decline_question, cast.ona, question, "Asked before")
            await zofia.until("own")
            for reader in (ivo, nobody):
                assert (await reader.until("head"))["seq"] == 0
                assert reader.kinds == {"joined", "head"}

    async def test_a_guest_learns_of_it_too_and_another_guest_does_not(self, cast, room):
        asker, other = await act(guest_of, room, "Asker"), await act(guest_of, room, "Other")
        async with GuestReader(asker) as guest, GuestReader(other) as neighbour:
            await guest.follow(room)
            await neighbour.follow(room)
            question = await act(actions.ask_question, asker, room, "Who pays?")
            await guest.until("own")
            await act(actions.hide_question, cast.ona, question)
            await guest.until("own")
            await neighbour.until("head")
            assert neighbour.kinds == {"joined", "event", "head"}


class TestSpeakersByLink:
    @pytest.fixture
    def closed_room(self, cast, room):
        Room.objects.filter(pk=room.pk).update(audience=Room.Audience.GROUP)
        return Room.objects.get(pk=room.pk)

    async def test_a_link_opens_a_room_that_is_not_for_everyone(self, cast, closed_room):
        speaker = await act(closed_room.speakers.get)
        async with Reader(AnonymousUser()) as reader:
            await reader.follow(closed_room, **{"pass": speaker.token})
            assert get_hub().people.in_room(closed_room.pk) == 1

    @pytest.mark.parametrize("how", ["revoked", "expired", "replaced"])
    async def test_a_link_that_is_no_longer_good_ends_the_socket(self, cast, room, how):
        speaker = await act(room.speakers.get)
        async with Reader(AnonymousUser()) as reader:
            await reader.follow(room, **{"pass": speaker.token})
            begun = time.monotonic()
            if how == "replaced":
                await act(speaker.replace_link)
            else:
                field = "revoked_at" if how == "revoked" else "expires_at"
                await act(type(speaker).objects.filter(pk=speaker.pk).update, **{field: timezone.now()})
            assert await closed(reader) == 4403
            assert time.monotonic() - begun < 5

    @pytest.mark.parametrize("slug", ["clinic", "no-such-room"])
    async def test_a_bad_link_is_refused_whatever_it_is_for(self, cast, room, slug):
        async with Reader(AnonymousUser()) as reader:
            await reader.socket.send_json_to({"sub": slug, "pass": "1.guessed~key"})
            assert await closed(reader) == 4403

    async def test_a_link_is_for_one_room(self, cast, room, closed_room):
        speaker = await act(room.speakers.get)
        other = await act(
            Room.objects.create, slug="other", title="Other", opens_at=timezone.now(), audience=Room.Audience.MEMBERS
        )
        async with Reader(AnonymousUser()) as reader:
            await reader.socket.send_json_to({"sub": other.slug, "pass": speaker.token})
            assert await closed(reader) == 4404


class TestAdmission:
    def knocks(self, room, cast, number):
        for _ in range(3):
            actions.post_message(cast.zofia, room, "Hello", None)
        sessions = []
        for user in (cast.zofia, cast.ivo) * (number // 2):
            client = Client()
            client.force_login(user, backend="community.people.backends.Members")
            sessions.append(client.session.session_key)
        return [Knock(key, Wish(room.slug, "room", 1, None)) for key in sessions]

    def test_forty_cost_as_many_queries_as_two(self, cast, room):
        many = self.knocks(room, cast, 40)
        counted = []
        for knocks in (many[:2], many):
            with CaptureQueriesContext(connection) as queries:
                answers, lacking = answer_knocks(knocks, {})
            counted.append(len(queries))
            assert all(answer.room for answer in answers)
            assert [event["seq"] for event in lacking[room.pk, "room"][1]] == [2, 3]
        assert counted[0] == counted[1] <= 9

    def test_what_a_hub_has_already_is_not_read_again(self, cast, room):
        knocks = self.knocks(room, cast, 2)
        _answers, lacking = answer_knocks(knocks, {(room.pk, "room"): Span(1, 2)})
        start, events = lacking[room.pk, "room"]
        assert start == 1
        assert [event["seq"] for event in events] == [3]


class TestPast:
    def event(self, seq, thing, text):
        return {"seq": seq, "kind": "message", "item": {"id": thing, "text": text}}

    def told(self, frames):
        return [json.loads(frame.message["text"])["item"]["text"] for frame in frames]

    def test_what_was_hidden_since_is_not_in_it(self):
        past = Past(0)
        past.add(self.event(1, 7, "secret"))
        past.add(self.event(2, 7, "gone"))
        assert self.told(past.after(0)) == ["gone", "gone"]

    def test_older_events_look_like_now_when_they_are_put_in_front(self):
        past = Past(2)
        past.add(self.event(3, 7, "gone"))
        past.prepend([self.event(1, 7, "secret"), self.event(2, 8, "other")], 0)
        assert self.told(past.after(0)) == ["gone", "other", "gone"]
        assert self.told(past.after(1)) == ["other", "gone"]

    def test_it_forgets_the_oldest(self):
        past = Past(0)
        for seq in range(1, 601):
            past.add(self.event(seq, seq, "x"))
        assert past.start == 100
        assert len(past.after(100)) == 500

    def test_a_feed_takes_only_what_comes_next(self):
        feed = Feed(5, uuid4())
        assert feed.add([self.event(7, 1, "x")]) == []
        assert len(feed.add([self.event(5, 1, "x"), self.event(6, 2, "x"), self.event(7, 3, "x")])) == 2
        assert feed.head == 7


async def test_whoever_comes_later_is_not_told_what_was_hidden_meanwhile(cast, room):
    async with Reader(cast.zofia) as zofia:
        await zofia.follow(room)
        message = await act(actions.post_message, cast.jurgis, room, "Buy our software")
        await zofia.until("event")
        await act(actions.hide_message, cast.ona, message)
        await zofia.until("event")
        async with Reader(cast.ivo) as ivo:
            await ivo.follow(room)
            assert len(ivo.told) == 2
            assert "Buy" not in json.dumps(ivo.told)


async def test_a_long_past_is_left_to_the_page(cast, room):
    message = await act(actions.post_message, cast.zofia, room, "Hello")

    def say_again():
        for _ in range(299):
            record(room, message)

    await act(say_again)
    async with Reader(cast.ivo) as ivo:
        assert (await ivo.follow(room))["seq"] == 300
        assert [event["seq"] for event in ivo.told] == list(range(1, 201))


class TestSupervision:
    async def test_a_dead_task_is_started_again_and_the_health_page_says_so_meanwhile(self, cast, room, client):
        ask = sync_to_async(client.get, thread_sensitive=False)
        async with Reader(cast.ivo) as ivo:
            await ivo.follow(room)
            assert (await ask("/healthz")).status_code == 200
            begun = time.monotonic()
            get_hub()._supervisor._tasks["news"].cancel()
            await asyncio.sleep(0)
            assert (await ask("/healthz")).status_code == 503
            await act(actions.post_message, cast.zofia, room, "Still there?")
            await ivo.until("event")
            assert time.monotonic() - begun < 5
            assert (await ask("/healthz")).status_code == 200

    async def test_a_task_that_hangs_is_started_again(self, cast, room, monkeypatch):
        async with Reader(cast.ivo) as ivo:
            await ivo.follow(room)
            with monkeypatch.context() as patch:
                patch.setattr(get_hub(), "_catch_up", lambda *_news: asyncio.sleep(60))
                await act(actions.post_message, cast.zofia, room, "Still there?")
                await asyncio.sleep(4.2)
                assert not hubs.hubs_are_well()
            begun = time.monotonic()
            await ivo.until("event")
            assert time.monotonic() - begun < 3
            assert hubs.hubs_are_well()

    async def test_a_question_that_breaks_sends_those_at_the_door_away(self, cast, room, monkeypatch, caplog):
        def broken(*args):
            raise RuntimeError("no database")

        monkeypatch.setattr(hubs, "answer_knocks", broken)
        async with Reader(cast.ivo) as ivo:
            await ivo.socket.send_json_to({"sub": room.slug})
            assert await closed(ivo) == 1011
        monkeypatch.undo()
        async with Reader(cast.ivo) as ivo:
            await ivo.follow(room)
        assert [line for line in caplog.messages if "no database" in line]
        assert "Traceback" not in caplog.text


async def test_everyone_is_told_when_to_come_back(cast, room):
    async with Reader(cast.ivo) as ivo, Reader(cast.zofia) as zofia:
        await ivo.follow(room)
        await zofia.follow(room)
        get_hub().say_goodbye()
        waits = {(await reader.until("bye"))["in"] for reader in (ivo, zofia)}
        assert all(0 <= wait <= 15 for wait in waits)


async def test_a_hub_whose_room_is_empty_remembers_nothing(cast, room):
    async with Reader(cast.ivo) as ivo:
        await ivo.follow(room)
    await asyncio.sleep(0.1)
    hub = get_hub()
    assert not (hub.feeds or hub._counts or hub._desks or hub.people._here)


async def test_rooms_are_looked_at_also_while_hints_never_stop(room, monkeypatch):
    """What only a lost hint told of must not wait until a busy room falls silent."""
    hub, message = Hub(), Hint(room.pk, "room", 1, "message", 1, str(room.epoch))
    looked = asyncio.Event()

    async def catch_up(_line, hints):
        if Hint() in hints:
            looked.set()
        hub._wake_up(message)
        await asyncio.sleep(0)

    monkeypatch.setattr(hub, "_catch_up", catch_up)
    hub.feeds[room.pk, "room"] = Feed(0, room.epoch)
    hub._looked = asyncio.get_running_loop().time()
    hub._wake_up(message)
    news = asyncio.ensure_future(hub._move_on())
    try:
        await asyncio.wait_for(looked.wait(), 3)
    finally:
        news.cancel()


@pytest.mark.parametrize("there", ["room", "desk"])
async def test_in_another_history_both_streams_count_from_its_beginning(room, there):
    """The rehearsal was wiped by the very knock of whoever opens the other page first."""
    hub, other = Hub(), {"room": "desk", "desk": "room"}[there]
    hub.feeds[room.pk, there] = Feed(40, uuid4())
    hub._desks[room.pk] = 20
    hub._prepare(room, (room.pk, other), 0, [])
    assert {(feed.head, feed.epoch) for feed in hub.feeds.values()} == {(0, room.epoch)}
    assert hub._desks[room.pk] == room.desk_seq == 0
