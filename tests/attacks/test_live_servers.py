"""Attacks on the server itself, by raw sockets: A11 to A15, against a server as people run it."""

import asyncio
import json
import struct
import zlib
from contextlib import suppress

import psutil
import pytest
import websockets
from websockets.exceptions import ConnectionClosed, InvalidHandshake

from tests.services import HOST
from tests.site import start_site

SLUG = "clinic"
OPEN = f"""
from django.utils import timezone
from community.live.actions import open_room
open_room("{SLUG}", "Clinic", opens_at=timezone.now(), closes_at=None)
"""
MB = 1024 * 1024
MOST_GUESTS = 30  # sockets of one address


@pytest.fixture(scope="module")
def site():
    running = start_site(LIVE_SOCKETS_PER_ADDRESS=str(MOST_GUESTS))
    running.manage("shell", "-c", OPEN)
    yield running
    running.close()


@pytest.fixture(autouse=True)
def still_well(site):
    """After each attack the pages answer, the memory is what it was, and the log has no traceback."""
    process = psutil.Process(site.process.pid)
    before = process.memory_info().rss
    yield
    assert site.answers()
    assert process.memory_info().rss < before + 40 * MB
    assert "Traceback" not in site.log()


def door(site, path="/ws/live/", **more):
    options = {"origin": site.url, "compression": None, "max_size": None, "ping_interval": None, **more}
    return websockets.connect(f"ws://{HOST}:{site.port}{path}", **options)


async def end_of(socket, patience=15):
    """The code with which the server ends the connection; 1006 when it just drops it (RFC 6455, 7.1.5)."""
    async with asyncio.timeout(patience):
        try:
            while True:
                await socket.recv()
        except ConnectionClosed:
            return socket.close_code


async def follow(socket, **more):
    await socket.send(json.dumps({"sub": SLUG, "after": 0, **more}))


async def handshake(site, headers=b"", end=b"\r\n"):
    """The first line of the answer to a handshake that was put together by hand; empty when there is none."""
    reader, writer = await asyncio.open_connection(HOST, site.port)
    own = f"Host: {HOST}:{site.port}\r\nOrigin: {site.url}\r\n".encode()
    key = b"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
    key += b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
    writer.write(b"GET /ws/live/ HTTP/1.1\r\n" + own + key + headers + end)
    return reader, writer


class TestA11TooMuch:
    @pytest.mark.parametrize("size", [2 * MB, 16 * 1024 + 1])
    async def test_a_large_frame_ends_the_connection(self, site, size):
        async with door(site) as socket:
            await socket.send("x" * size)
            assert await end_of(socket) in {1006, 1009, 4400}

    async def test_so_do_endless_fragments(self, site):
        async def pieces():
            for _ in range(2_000):
                yield "x" * 1_000

        async with door(site) as socket:
            with pytest.raises(ConnectionClosed):
                await socket.send(pieces())
                await socket.recv()
            assert await end_of(socket) in {1006, 1009, 4400}

    async def test_nothing_is_compressed_so_nothing_bursts(self, site):
        async with door(site, compression="deflate") as socket:
            assert not socket.protocol.extensions
        async with door(site) as socket:
            bomb = zlib.compress(b"x" * 50 * MB)[2:-4]
            head = b"\xc1\xfe" + struct.pack("!H", min(len(bomb), 60_000)) + b"\0\0\0\0"  # RSV1: compressed
            socket.transport.write(head + bomb[:60_000])
            assert await end_of(socket) in {1002, 1006, 1009}


class TestA12Nonsense:
    @pytest.mark.parametrize(
        ("frame", "codes"),
        [
            ("not json", {4400}),
            ("[]", {4400}),
            ('{"sub": []}', {4400}),
            ("[" * 10_000, {4400}),
            ('{"sub":' * 2_000 + "1" + "}" * 2_000, {4400}),
            (b"\x00\xff\xfe", {4400, 1003}),
        ],
        ids=["words", "list", "type", "nested lists", "nested objects", "binary"],
    )
    async def test_it_ends_the_connection(self, site, frame, codes):
        async with door(site) as socket:
            await socket.send(frame)
            assert await end_of(socket) in codes

    async def test_so_does_invalid_utf8(self, site):
        async with door(site) as socket:
            socket.transport.write(b"\x81\x82\0\0\0\0\xff\xfe")
            assert await end_of(socket) in {1006, 1007}

    @pytest.mark.parametrize("path", ["/ws/", "/ws/live", "/ws/live/x", "/", "/admin/", "/%00", "/ws/" + "x" * 3_000])
    async def test_other_addresses_are_none(self, site, path):
        with pytest.raises((InvalidHandshake, OSError)):
            async with door(site, path):
                pass


class TestA13Floods:
    async def test_a_flood_of_frames_ends_its_own_connection_only(self, site):
        async with door(site) as calm, door(site) as flood:
            await follow(calm)
            await follow(flood)
            with suppress(ConnectionClosed):
                for _ in range(1_000):
                    await flood.send('{"hello": 1}')
            assert await end_of(flood) == 4429
            assert json.loads(await asyncio.wait_for(calm.recv(), 5))

    async def test_one_address_has_a_number_of_guests(self, site):
        sockets = [await door(site).__aenter__() for _ in range(2 * MOST_GUESTS)]
        ends = [end_of(socket) for socket in sockets[MOST_GUESTS:]]
        assert set(await asyncio.gather(*ends)) == {4429}
        for socket in sockets[:MOST_GUESTS]:
            await follow(socket)
            assert json.loads(await asyncio.wait_for(socket.recv(), 5))
            await socket.close()


class TestA14WhoNeverReads:
    async def test_is_cut_off_before_much_has_piled_up(self, site):
        """It acknowledges nothing; whatever the network holds of it already is little."""
        async with door(site) as silent:
            await follow(silent)
            assert await end_of(silent, 30) == 4008


class TestA15OddHandshakes:
    async def test_byte_by_byte_is_not_waited_for(self, site):
        reader, writer = await asyncio.open_connection(HOST, site.port)
        dropped = asyncio.create_task(reader.read())
        with pytest.raises((ConnectionError, TimeoutError)):
            async with asyncio.timeout(30):
                for byte in b"GET /ws/live/ HTTP/1.1\r\n" * 100:
                    writer.write(bytes([byte]))
                    await writer.drain()
                    if dropped.done():
                        raise ConnectionResetError
                    await asyncio.sleep(0.25)
        assert dropped.done(), "still open after half a minute"

    @pytest.mark.parametrize("odd", [b"\x0b", b"\x0c", b"\x1c", b"\x85", b"\x00", b"\n"])
    async def test_an_odd_line_in_a_header_smuggles_nothing(self, site, odd):
        reader, writer = await handshake(site, b"X-One: 1" + odd + b"Cookie: sessionid=x\r\n")
        line = await asyncio.wait_for(reader.readline(), 10)
        writer.close()
        assert b"400" in line or b"101" in line or not line
        assert b"500" not in line
