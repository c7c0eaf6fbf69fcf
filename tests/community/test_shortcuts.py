"""Frames on their way out of both servers, past their framing and through it: whole, in order, never without end."""

import asyncio
import subprocess
import sys

import psutil
import pytest
import websockets

from tests.database import ROOT
from tests.services import free_port, wait_until

PROGRAM = """
import asyncio, contextlib, sys
from community.bootstrap import HOST, reserve_port
from community.live.outlet import WRITE_FRAME, Frame, Outlet
from community.production_server import ProductionServer
from community.server import SiteServer

async def application(scope, receive, send):
    await receive()
    await send({"type": "websocket.accept"})
    shortcut = scope["extensions"][WRITE_FRAME]
    outlet = Outlet(send, None if "plain" in sys.argv else shortcut)
    while (message := await receive())["type"] == "websocket.receive":
        number, size = map(int, message["text"].split())
        for turn in range(number):
            if not outlet.write(Frame(f"{turn} " + "é" * size)):
                outlet.close()
                with contextlib.suppress(Exception):
                    await asyncio.wait_for(send({"type": "websocket.close", "code": 4008}), 1)
                return
        outlet.acknowledge(outlet.sent)

server = {"uvicorn": ProductionServer, "daphne": SiteServer}[sys.argv[2]]
reserved = reserve_port(HOST, int(sys.argv[1]))
server(application, reserved, ready_callable=lambda: print("ready", flush=True)).run_until_told()
"""


@pytest.fixture(params=[("uvicorn",), ("uvicorn", "plain"), ("daphne",), ("daphne", "plain")], ids=" ".join)
def server(request):
    port = free_port()
    command = [sys.executable, "-c", PROGRAM, str(port), *request.param]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "ready\n"
    process.port = port
    yield process
    process.kill()
    process.wait()


def connect(server):
    return websockets.connect(f"ws://127.0.0.1:{server.port}/", compression=None, max_size=None, max_queue=None)


async def test_frames_of_every_length_arrive_whole_and_in_order(server):
    async with connect(server) as socket:
        for size in (0, 40, 62, 63, 1_000, 33_000):
            await socket.send(f"3 {size}")
            for turn in range(3):
                assert await asyncio.wait_for(socket.recv(), 5) == f"{turn} " + "é" * size


async def test_frames_and_the_servers_own_keep_their_order(server):
    async with connect(server) as socket:
        for _ in range(5):
            await socket.send("200 100")
            pong = await socket.ping()
            for turn in range(200):
                assert (await asyncio.wait_for(socket.recv(), 5)).startswith(f"{turn} ")
            await asyncio.wait_for(pong, 5)


async def test_a_reader_who_pauses_gets_the_rest_later(server):
    reader, writer = await handshake(server)
    await send(writer, "100 1200")
    await asyncio.sleep(0.5)
    wanted = sum(4 + len(f"{turn} ") + 2_400 for turn in range(100))
    data = await asyncio.wait_for(reader.readexactly(wanted), 10)
    assert data.count(b"\x81\x7e") == 100
    writer.close()


async def test_a_reader_who_never_reads_is_cut_and_leaves_nothing_behind(server):
    before = memory(server)
    connections = [await handshake(server, buffer=2_048) for _ in range(20)]
    for _reader, writer in connections:
        writer.transport.pause_reading()
        await send(writer, "3000 1000")
    await asyncio.to_thread(wait_until, lambda: not open_sockets(server), "they are still open", 15)
    assert memory(server) - before < 30 * 2**20
    for _reader, writer in connections:
        writer.transport.abort()


async def handshake(server, buffer=65_536):
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port, limit=buffer)
    lines = ["GET / HTTP/1.1", "Host: x", "Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13"]
    writer.write("\r\n".join([*lines, "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==", "", ""]).encode())
    assert b" 101 " in await reader.readuntil(b"\r\n\r\n")
    return reader, writer


async def send(writer, text):
    writer.write(bytes((0x81, 0x80 | len(text), 0, 0, 0, 0)) + text.encode())
    await writer.drain()


def memory(server):
    return psutil.Process(server.pid).memory_info().rss


def open_sockets(server):
    return [one for one in psutil.Process(server.pid).net_connections() if one.status == "ESTABLISHED"]
