"""Who reads too slowly, asks too much or holds too many sockets is sent away; nobody else notices (safety A13, A14)."""

import asyncio
import json
import logging
from uuid import uuid4

import pytest
from django.contrib.auth.models import AnonymousUser

from community.live import actions, outlet, socket
from community.live.hub import HEAD_TURNS, get_hub
from community.live.limits import network
from community.live.stream import record
from tests.community.live.readers import WAIT, Reader, act, closed

pytestmark = pytest.mark.django_db(transaction=True)


async def test_a_reader_who_acknowledges_hears_more_than_the_limit(cast, room, monkeypatch):
    monkeypatch.setattr(outlet, "MAX_UNREAD_FRAMES", 5)
    message = await act(actions.post_message, cast.zofia, room, "Hello")
    async with Reader(cast.ivo) as ivo:
        await ivo.follow(room, after=1)
        for heard in range(1, 9):
            await ivo.socket.send_json_to({"ack": heard})
            await act(record, room, message)
            await ivo.until("event")
            await asyncio.sleep(0.1)
        assert len(ivo.told) == 8


async def test_a_reader_who_stays_silent_is_cut_and_can_come_back(cast, room, monkeypatch):
    monkeypatch.setattr(outlet, "MAX_UNREAD_FRAMES", 3)
    async with Reader(cast.ivo) as ivo:
        await ivo.follow(room)
        for number in range(3):
            await act(actions.post_message, cast.zofia, room, f"Line {number}")
        assert await closed(ivo) == 4008
    monkeypatch.undo()
    async with Reader(cast.ivo) as ivo:
        await ivo.follow(room, after=2)
        assert ivo.texts == ["Line 2"]


async def test_large_frames_count_by_their_bytes(cast, room, monkeypatch):
    monkeypatch.setattr(outlet, "MAX_UNREAD_BYTES", 1_500)
    async with Reader(cast.ivo) as ivo:
        await ivo.follow(room)
        for _ in range(2):
            await act(actions.post_message, cast.zofia, room, "é" * 400, uuid4())
        assert await closed(ivo) == 4008


async def test_old_unread_frames_are_enough_to_be_cut(cast, room, monkeypatch):
    """Two heads after a frame, that is within 15 seconds, its reader has to have said that it came."""
    async with Reader(cast.ivo) as ivo, Reader(cast.zofia) as zofia:
        await ivo.follow(room)
        await zofia.follow(room)
        for received in (1, 2, 3):
            await zofia.socket.send_json_to({"ack": received})
            await asyncio.sleep(0.1)
            for _turn in range(HEAD_TURNS):
                await get_hub()._tell_heads()
        assert await closed(ivo) == 4008
        assert (await zofia.until("head", 3))["here"] >= 1


@pytest.mark.parametrize("ack", [99, -1, 1.0, True, "1", None, [], 10**30])
async def test_an_acknowledgement_that_cannot_be_ends_the_connection(cast, room, ack):
    async with Reader(cast.ivo) as ivo:
        await ivo.follow(room)
        await ivo.socket.send_json_to({"ack": ack})
        if ack is None:
            await act(actions.post_message, cast.zofia, room, "Still there?")
            await ivo.until("event")
        else:
            assert await closed(ivo) == 4400


async def test_acknowledging_a_long_way_is_no_flood(monkeypatch):
    given = []

    async def send(message):
        given.append(message)

    out = outlet.Outlet(send)
    for _ in range(5):
        for _ in range(200):
            assert out.write(outlet.Frame("{}"))
        assert out.acknowledge(out.sent)
    assert len(given) == 1000
    assert out.unread_bytes == 0


async def test_a_send_that_waits_holds_nobody_up_and_keeps_the_order():
    given, gate = [], asyncio.Event()

    async def send(message):
        await gate.wait()
        given.append(message["text"])

    out = outlet.Outlet(send)
    for number in range(3):
        assert out.write(outlet.Frame(str(number)))
    assert given == []
    gate.set()
    await asyncio.sleep(0.01)
    assert out.write(outlet.Frame("3"))
    assert given == ["0", "1", "2", "3"]


async def test_a_send_that_fails_is_no_error_of_the_hub():
    async def gone(message):
        raise ConnectionResetError

    async def gone_later(message):
        await asyncio.sleep(0)
        raise ConnectionResetError

    for send in (gone, gone_later):
        out = outlet.Outlet(send)
        assert out.write(outlet.Frame("{}"))
        await asyncio.sleep(0.01)


def test_frames_on_the_wire_say_how_long_they_are():
    assert outlet.Frame("a" * 125).wire[:3] == b"\x81\x7da"
    assert outlet.Frame("a" * 126).wire[:5] == b"\x81\x7e\x00\x7ea"
    assert outlet.Frame("a" * 65_536).wire[:11] == b"\x81\x7f\x00\x00\x00\x00\x00\x01\x00\x00a"
    assert outlet.Frame("é").size == 2


async def test_whoever_asks_for_nothing_is_sent_away(cast, room, monkeypatch, caplog):
    monkeypatch.setattr(socket, "ASK_SECONDS", 0.2)
    with caplog.at_level(logging.INFO, "intersession.live"):
        async with Reader(cast.ivo) as ivo:
            await ivo.socket.send_json_to({"hello": "there"})
            assert await closed(ivo) == 4408
    assert [line for line in caplog.messages if "4408" in line] == [
        "A socket of an unknown address was closed with 4408"
    ]


async def test_a_member_has_five_sockets_in_a_room(cast, room):
    readers = [Reader(cast.ivo) for _ in range(6)]
    for reader in readers:
        await reader.__aenter__()
    for reader in readers[:5]:
        await reader.follow(room)
    await readers[5].socket.send_json_to({"sub": room.slug})
    assert await closed(readers[5]) == 4429
    async with Reader(cast.zofia) as zofia:
        await zofia.follow(room)
    await readers[0].socket.disconnect()
    async with Reader(cast.ivo) as again:
        await again.follow(room)
    for reader in readers[1:]:
        await reader.socket.disconnect()
    await asyncio.sleep(0.1)
    assert not get_hub().limits.members


async def test_an_address_has_a_number_of_guests_and_members_do_not_count(cast, room, settings):
    settings.LIVE_SOCKETS_PER_ADDRESS = 2
    guests = [Reader(AnonymousUser()) for _ in range(3)]
    for guest in guests:
        guest.socket.scope["client"] = ("192.0.2.7", 1)
        await guest.__aenter__()
    assert await closed(guests[2]) == 4429
    async with Reader(cast.ivo) as ivo, Reader(AnonymousUser()) as elsewhere:
        await ivo.follow(room)
        await elsewhere.follow(room)
    for guest in guests[:2]:
        await guest.follow(room)
        await guest.socket.disconnect()
    await asyncio.sleep(0.1)
    assert not get_hub().limits.guests


async def test_a_session_that_is_nobody_s_counts_as_a_guest(cast, room, settings):
    settings.LIVE_SOCKETS_PER_ADDRESS = 1
    async with Reader(AnonymousUser()) as guest, Reader(cast.ivo) as stale:
        await guest.follow(room)
        await act(stale.session.delete)
        await stale.socket.send_json_to({"sub": room.slug})
        assert await closed(stale) == 4429


def test_a_household_is_one_address():
    assert network("2001:db8::1") == network("2001:db8::ffff") != network("2001:db8:0:1::1")
    assert network("192.0.2.1") != network("192.0.2.2")
    assert network("") == ""


async def test_a_flood_of_small_acknowledgements_is_a_flood(cast, room):
    async with Reader(cast.ivo) as ivo:
        await ivo.follow(room)
        for _ in range(12):
            await ivo.socket.send_json_to({"ack": 1})
        assert await closed(ivo) == 4429


async def test_everything_on_the_wire_is_an_object(cast, room):
    async with Reader(cast.ivo) as ivo:
        await ivo.socket.send_json_to({"sub": room.slug})
        joined = json.loads(await ivo.socket.receive_from(WAIT))
        assert joined == {"t": "joined", "room": room.pk, "stream": "room", "seq": 0, "here": 1, "version": 0}
