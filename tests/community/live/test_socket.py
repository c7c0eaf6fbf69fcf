"""The socket and the hub behind it: what a reader hears, in which order, and what is never said."""

import asyncio
import json
import uuid

import pytest
from channels.testing import WebsocketCommunicator
from django.contrib.auth.models import AnonymousUser, Group

from community.live import actions
from community.live.models import Room
from community.live.routing import websockets
from tests.community.live.readers import WAIT, Reader, act, closed

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.calm
async def test_two_readers_hear_a_message_at_once(cast, room):
    async with Reader(cast.ivo) as ivo, Reader(AnonymousUser()) as guest:
        await ivo.follow(room)
        await guest.follow(room)
        await act(actions.post_message, cast.zofia, room, "Good morning")
        for reader in (ivo, guest):
            event = await asyncio.wait_for(reader.until("event"), 1)
            assert event["item"]["text"] == "Good morning"
            assert event["seq"] == 1


async def test_whoever_comes_back_hears_what_was_missed_once_and_in_order(cast, room):
    for number in range(3):
        await act(actions.post_message, cast.zofia, room, f"Line {number}")
    async with Reader(cast.ivo) as ivo:
        await ivo.follow(room, after=1)
        assert ivo.texts == ["Line 1", "Line 2"]
        await act(actions.post_message, cast.zofia, room, "Line 3")
        await ivo.until("event")
        assert [event["seq"] for event in ivo.told] == [2, 3, 4]


async def test_a_hidden_message_replays_without_its_words(cast, room):
    message = await act(actions.post_message, cast.zofia, room, "Buy our software")
    await act(actions.hide_message, cast.ona, message)
    async with Reader(cast.ivo) as ivo:
        await ivo.follow(room)
        assert len(ivo.told) == 2
        assert "Buy" not in json.dumps(ivo.told)


async def test_without_a_layer_the_clock_alone_brings_the_news(cast, room, settings):
    settings.CHANNEL_LAYERS = {}
    async with Reader(cast.ivo) as ivo:
        await ivo.follow(room)
        await act(actions.post_message, cast.zofia, room, "Good morning")
        event = await ivo.until("event")
        assert event["item"]["text"] == "Good morning"


async def test_who_follows_a_room_that_begins_afresh_loads_it_anew(cast, room):
    await act(actions.post_message, cast.zofia, room, "Good morning")
    async with Reader(cast.ivo) as ivo:
        await ivo.follow(room)
        await act(Room.objects.filter(pk=room.pk).update, epoch=uuid.uuid4(), head_seq=0)
        assert (await ivo.until("reload"))["room"] == room.pk


async def test_votes_arrive_as_counts(cast, room):
    question = await act(actions.ask_question, cast.zofia, room, "Who pays?")
    async with Reader(cast.ivo) as ivo:
        await ivo.follow(room)
        await act(actions.vote, cast.jurgis, question)
        counts = await ivo.until("counts")
        assert counts["counts"]["questions"] == {str(question.pk): 1}


async def test_the_name_of_an_unnamed_asker_is_not_on_the_wire(cast, room):
    await act(actions.ask_question, cast.zofia, room, "What if we compete?", named=False)
    async with Reader(cast.ivo) as ivo:
        await ivo.follow(room)
        wire = json.dumps(ivo.told, ensure_ascii=False)
        assert "compete" in wire
        assert "Zofia" not in wire
        assert "zofia" not in wire


async def test_a_waiting_question_is_told_at_the_desk_only(cast, room):
    await act(Room.objects.filter(pk=room.pk).update, pre_moderation=True)
    await act(room.refresh_from_db)
    async with Reader(cast.ona) as ona, Reader(cast.ivo) as ivo:
        await ona.follow(room, stream="desk")
        await ivo.follow(room)
        question = await act(actions.ask_question, cast.zofia, room, "Who pays?")
        assert (await ona.until("event"))["item"]["text"] == "Who pays?"
        await act(actions.publish_question, cast.ona, question)
        assert (await ona.until("event"))["item"]["state"] == "open"
        assert (await ivo.until("event"))["item"]["state"] == "open"
        assert len(ivo.told) == 1


@pytest.mark.parametrize("stream", ["desk", "backstage"])
async def test_the_desk_is_closed_to_members(cast, room, stream):
    async with Reader(cast.ivo) as ivo:
        await ivo.socket.send_json_to({"sub": room.slug, "after": 0, "stream": stream})
        assert (await ivo.socket.receive_output(WAIT)) == {"type": "websocket.close", "code": 4404}


@pytest.mark.parametrize("slug", ["clinic", "no-such-room"])
async def test_a_room_i_may_not_read_answers_like_one_that_does_not_exist(cast, room, slug):
    await act(Room.objects.filter(pk=room.pk).update, audience=Room.Audience.GROUP)
    async with Reader(cast.jurgis) as jurgis:
        await jurgis.socket.send_json_to({"sub": slug, "after": 0})
        assert (await jurgis.socket.receive_output(WAIT)) == {"type": "websocket.close", "code": 4404}


async def test_another_history_asks_for_a_reload(cast, room):
    async with Reader(cast.ivo) as ivo:
        await ivo.socket.send_json_to({"sub": room.slug, "after": 0, "epoch": "another"})
        assert json.loads(await ivo.socket.receive_from(WAIT))["t"] == "reload"


NONSENSE = {
    "words": "not json",
    "list": "[]",
    "string": '"sub"',
    "number": '{"sub": 7}',
    "negative": '{"sub": "clinic", "after": -1}',
    "after as text": '{"sub": "clinic", "after": "1"}',
    "infinite": '{"sub": "clinic", "after": 1e400}',
    "epoch": '{"sub": "clinic", "epoch": []}',
    "surrogate": '{"sub": "\\ud800"}',
    "nested": "[" * 5_000,
    "long": '{"x": "' + "y" * 17_000 + '"}',
}


@pytest.mark.parametrize("text", NONSENSE.values(), ids=NONSENSE.keys())
async def test_frames_that_make_no_sense_end_the_connection(cast, room, text):
    async with Reader(cast.ivo) as ivo:
        await ivo.socket.send_to(text_data=text)
        assert (await ivo.socket.receive_output(WAIT)) == {"type": "websocket.close", "code": 4400}


@pytest.mark.parametrize(
    ("origin", "accepted"),
    [
        (b"http://127.0.0.1:8000", True),
        (b"https://127.0.0.1:8000", False),
        (b"http://127.0.0.1:8001", False),
        (b"http://evil.example", False),
        (b"http://x.127.0.0.1:8000", False),
        (b"null", False),
        (b"", False),
    ],
)
async def test_only_our_own_pages_open_a_socket(cast, room, origin, accepted):
    headers = [(b"host", b"127.0.0.1:8000")] + ([(b"origin", origin)] if origin else [])
    socket = WebsocketCommunicator(websockets, "/ws/live/", headers=headers)
    connected, _ = await socket.connect(WAIT)
    assert connected is accepted
    await socket.disconnect()


class TestRightsThatGo:
    """Safety A7, A8, I7: whoever may no longer listen hears nothing more, within five seconds."""

    @pytest.fixture
    def team_room(self, cast, room):
        group = Group.objects.create(name="team")
        group.user_set.add(cast.zofia)
        Room.objects.filter(pk=room.pk).update(audience=Room.Audience.GROUP, group=group)
        return Room.objects.select_related("group").get(pk=room.pk)

    async def test_leaving_the_group_closes_the_socket(self, cast, team_room):
        async with Reader(cast.zofia) as zofia:
            await zofia.follow(team_room)
            await act(team_room.group.user_set.clear)
            assert await closed(zofia) == 4403

    async def test_signing_out_closes_the_socket(self, cast, room):
        async with Reader(cast.zofia) as zofia:
            await zofia.follow(room)
            await act(zofia.session.delete)
            assert await closed(zofia) == 4401

    async def test_a_changed_password_closes_the_sockets_of_older_sessions(self, cast, room):
        async with Reader(cast.zofia) as zofia:
            await zofia.follow(room)
            cast.zofia.set_password("another horse battery")
            await act(cast.zofia.save)
            assert await closed(zofia) == 4401

    async def test_closing_the_account_closes_the_desk(self, cast, room):
        async with Reader(cast.ona) as ona:
            await ona.follow(room, stream="desk")
            cast.ona.is_active = False
            await act(cast.ona.save)
            assert await closed(ona) == 4401

    async def test_rights_are_asked_anew_for_each_room(self, cast, team_room):
        async with Reader(cast.zofia) as zofia:
            await act(team_room.group.user_set.clear)
            await zofia.socket.send_json_to({"sub": team_room.slug, "after": 0})
            assert await closed(zofia) == 4404


async def test_the_same_feed_twice_ends_the_connection(cast, room):
    async with Reader(cast.ivo) as ivo:
        await ivo.follow(room)
        await ivo.socket.send_json_to({"sub": room.slug, "after": 0})
        assert await closed(ivo) == 4400


async def test_more_than_ten_frames_in_a_second_end_the_connection(cast, room):
    async with Reader(cast.ivo) as ivo:
        for _ in range(11):
            await ivo.socket.send_json_to({"hello": "there"})
        assert (await ivo.socket.receive_output(WAIT)) == {"type": "websocket.close", "code": 4429}


async def test_whoever_is_far_behind_is_sent_to_the_page_instead_of_a_long_replay(cast, room):
    await act(Room.objects.filter(pk=room.pk).update, head_seq=10_000)
    async with Reader(cast.ivo) as ivo:
        await ivo.socket.send_json_to({"sub": room.slug, "after": 0})
        assert json.loads(await ivo.socket.receive_from(WAIT))["t"] == "reload"
