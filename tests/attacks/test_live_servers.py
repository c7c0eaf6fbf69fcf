"""Attacks on the server itself, by raw sockets, against both servers as people run them: A11 to A15."""

import asyncio
import json
import struct
import time
import zlib
from contextlib import suppress

import psutil
import pytest
from websockets.exceptions import ConnectionClosed, InvalidHandshake

from community.live import actions
from tests.community.live.making import open_clinic
from tests.community.live.readers import act
from tests.services import HOST
from tests.wire import door, end_of, follow, until

pytestmark = [pytest.mark.slow, pytest.mark.embedded, pytest.mark.django_db(transaction=True)]

MB = 1024 * 1024
MOST_GUESTS = 30  # sockets of one address, as tests/site.py has it
CUT = 1006  # without a close frame


@pytest.fixture(params=["daphne", "uvicorn"])
def site(sites, request):
    return sites[request.param]


@pytest.fixture(autouse=True)
def still_well(sites):
    """After each attack the pages answer, the memory is what it was, and the log has no traceback."""
    before = [(site, memory_of(site), len(site.log())) for site in sites.values()]
    yield
    for site, memory, logged in before:
        assert site.answers()
        assert memory_of(site) < memory + 40 * MB
        assert "Traceback" not in site.log()[logged:]


def memory_of(site):
    return psutil.Process(site.process.pid).memory_info().rss


class TestA11TooMuch:
    @pytest.mark.parametrize("size", [2 * MB, 16 * 1024 + 1])
    async def test_a_large_frame_ends_the_connection(self, site, size):
        async with door(site) as socket:
            await socket.send("x" * size)
            assert await end_of(socket) in {CUT, 1009}

    async def test_so_do_endless_fragments(self, site):
        async with door(site) as socket:
            with pytest.raises(ConnectionClosed):
                await socket.send("x" * 1_000 for _ in range(2_000))
                await socket.recv()
            assert await end_of(socket) in {CUT, 1009, 4400}

    async def test_nothing_is_compressed_so_nothing_bursts(self, site):
        async with door(site, compression="deflate") as socket:
            assert not socket.protocol.extensions
            bomb = zlib.compress(b"x" * 10 * MB)[2:-4]
            socket.transport.write(b"\xc1\xfe" + struct.pack("!H", len(bomb)) + b"\0\0\0\0" + bomb)  # RSV1: compressed
            assert await end_of(socket) in {CUT, 1002}


NONSENSE = {
    "words": ("not json", {4400}),
    "list": ("[]", {4400}),
    "type": ('{"sub": []}', {4400}),
    "nested lists": ("[" * 10_000, {4400}),
    "nested objects": ('{"sub":' * 2_000 + "1" + "}" * 2_000, {4400}),
    "binary": (b"\x00\xff\xfe", {4400, 1003}),
}


class TestA12Nonsense:
    @pytest.mark.parametrize(("frame", "codes"), NONSENSE.values(), ids=NONSENSE.keys())
    async def test_it_ends_the_connection(self, site, frame, codes):
        async with door(site) as socket:
            await socket.send(frame)
            assert await end_of(socket) in codes

    async def test_so_does_invalid_utf8(self, site):
        async with door(site) as socket:
            await socket.send(b"\xff\xfe", text=True)
            assert await end_of(socket) in {CUT, 1007}

    async def test_other_addresses_are_none(self, site):
        for path in ("/ws/", "/ws/live", "/ws/live/x", "/", "/admin/", "/%00", "/ws/" + "x" * 3_000):
            with pytest.raises((InvalidHandshake, OSError)):
                await door(site, path=path)


class TestA13Floods:
    async def test_a_flood_of_frames_ends_its_own_connection_only(self, cast, site, room):
        async with door(site) as calm, door(site) as flood:
            await follow(calm, room)
            await follow(flood, room)
            with suppress(ConnectionClosed):
                for _ in range(1_000):
                    await flood.send('{"hello": 1}')
            assert await end_of(flood) == 4429
            await act(actions.post_message, cast.zofia, room, "Still here")
            assert await until(calm, "event")

    async def test_one_address_has_a_number_of_guests(self, site, room):
        sockets = [await door(site) for _ in range(MOST_GUESTS + 5)]
        ends = [end_of(socket) for socket in sockets[MOST_GUESTS:]]
        assert set(await asyncio.gather(*ends)) == {4429}
        for socket in sockets[:MOST_GUESTS]:
            await follow(socket, room)
            await socket.close()


async def test_a14_whoever_never_reads_is_cut_off_before_much_has_piled_up(sites, room):
    """It acknowledges nothing; whatever the network holds of it already is little."""

    async def stay_silent(site):
        async with door(site) as silent:
            await silent.send(json.dumps({"sub": room.slug}))
            return await end_of(silent, 15)

    assert await asyncio.gather(*map(stay_silent, sites.values())) == [4008, 4008]


class TestA15OddHandshakes:
    HEAD = b"GET /ws/live/ HTTP/1.1\r\nHost: 127.0.0.1\r\n"
    WHOLE = b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"

    async def test_byte_by_byte_is_not_waited_for(self, sites):
        """Not a single byte; one in a while in the first line, among the headers, and in a second request."""
        beginnings = (b"", b"GET /wha", self.HEAD + b"X-Slow: ", self.WHOLE + b"GET /wha")
        drips = [self.drip(site, begun) for site in sites.values() for begun in beginnings]
        seconds = await asyncio.gather(*drips)
        assert all(4 < took < 30 for took in seconds), seconds

    async def drip(self, site, begun):
        """Seconds until the server has had enough."""
        reader, writer = await asyncio.open_connection(HOST, site.port)
        started = time.monotonic()
        writer.write(begun)
        read = asyncio.create_task(reader.read())
        while not read.done() and time.monotonic() - started < 30:
            writer.write(b"a" if begun else b"")
            await asyncio.sleep(0.2)
        read.cancel()
        writer.close()
        with suppress(ConnectionError, asyncio.CancelledError):
            await read
        return time.monotonic() - started

    @pytest.mark.parametrize("odd", [b"\x0b", b"\x0c", b"\x1c", b"\x85", b"\x00", b"\n"])
    async def test_an_odd_line_in_a_header_smuggles_nothing(self, site, odd):
        """A second header in one line: refused, or no header of its own. `Expect` would be answered with 100 or 417."""
        reader, writer = await asyncio.open_connection(HOST, site.port)
        writer.write(b"GET /healthz HTTP/1.1\r\nX-One: 1" + odd + b"Host: evil.example\r\nHost: 127.0.0.1\r\n\r\n")
        with suppress(ConnectionError):
            line = await asyncio.wait_for(reader.readline(), 5)
        writer.close()
        assert not line or line.split()[1] in {b"200", b"400"}, line


@pytest.fixture
def room(cast):
    return open_clinic(cast)
