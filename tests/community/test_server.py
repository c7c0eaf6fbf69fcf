"""How the server stops: nothing that was asked is left unanswered, and sockets are told to come back."""

import asyncio
import signal
import subprocess
import sys

import pytest
import websockets

from tests.database import ROOT
from tests.services import PATIENCE, free_port

PROGRAM = """
import asyncio, sys
from community.bootstrap import HOST, reserve_port
from community.production_server import ProductionServer
from community.server import SiteServer

async def application(scope, receive, send):
    if scope["type"] == "websocket":
        await send({"type": "websocket.accept"})
        while (await receive())["type"] != "websocket.disconnect":
            pass
        print("socket ended", flush=True)
        return
    print("asked", flush=True)
    who = f"{scope['client'][0]} {scope['scheme']} "
    await asyncio.sleep(float(scope["path"].strip("/")))
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": (who + "answered").encode()})

reserved = reserve_port(HOST, int(sys.argv[1]))
server = ProductionServer if "uvicorn" in sys.argv else SiteServer
options = {"ready_callable": lambda: print("ready", flush=True), "goodbye": lambda: print("bye", flush=True)}
server(application, reserved, behind_proxy="proxy" in sys.argv, **options).run_until_told()
print("stopped", flush=True)
"""


class Running:
    def __init__(self, *options):
        self.port = free_port()
        command = [sys.executable, "-c", PROGRAM, str(self.port), *options]
        self.process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        assert self.line() == "ready"

    def line(self):
        return self.process.stdout.readline().strip()

    def lines(self):
        """All that it still says, until its end."""
        return self.process.stdout.read().split("\n")[:-1]

    def end(self):
        self.process.kill()
        self.process.wait()

    async def ask(self, path, headers=""):
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        writer.write(f"GET {path} HTTP/1.1\r\nHost: x\r\n{headers}Connection: close\r\n\r\n".encode())
        return (await reader.read()).decode()


@pytest.fixture(params=["daphne", "uvicorn"])
def server(request):
    running = Running(request.param)
    yield running
    running.end()


async def test_a_request_in_flight_is_answered_before_the_end(server):
    answer = asyncio.create_task(server.ask("/1.0"))
    assert await asyncio.to_thread(server.line) == "asked"
    server.process.send_signal(signal.SIGTERM)
    assert "answered" in await answer
    assert await asyncio.to_thread(server.lines) == ["bye", "stopped"]
    assert server.process.wait(PATIENCE) == 0


async def test_an_endless_request_is_not_waited_for_beyond_the_grace(server):
    answer = asyncio.create_task(server.ask("/60"))
    assert await asyncio.to_thread(server.line) == "asked"
    server.process.send_signal(signal.SIGTERM)
    assert "answered" not in await asyncio.wait_for(answer, PATIENCE)
    assert server.process.wait(PATIENCE) == 0


async def test_nobody_new_is_let_in_while_it_stops(server):
    first = asyncio.create_task(server.ask("/2"))
    assert await asyncio.to_thread(server.line) == "asked"
    server.process.send_signal(signal.SIGTERM)
    with pytest.raises(ConnectionError):  # soon, and while the first still waits
        while not first.done():
            await server.ask("/0")
    assert "answered" in await first


async def test_a_socket_is_told_to_come_back_and_its_application_to_leave(server):
    async with websockets.connect(f"ws://127.0.0.1:{server.port}/") as socket:
        server.process.send_signal(signal.SIGTERM)
        await socket.wait_closed()
    assert socket.close_code == 1012
    assert await asyncio.to_thread(server.lines) == ["bye", "socket ended", "stopped"]
    assert server.process.wait(PATIENCE) == 0


async def test_a_second_signal_does_not_wait(server):
    answer = asyncio.create_task(server.ask("/60"))
    assert await asyncio.to_thread(server.line) == "asked"
    server.process.send_signal(signal.SIGINT)
    await asyncio.sleep(0.5)
    server.process.send_signal(signal.SIGINT)
    assert server.process.wait(PATIENCE) == -signal.SIGINT
    await answer


@pytest.mark.parametrize(("size", "code"), [(16 * 1024, None), (16 * 1024 + 1, 1009)])
async def test_a_message_of_more_than_16_kib_ends_its_socket(server, size, code):
    async with websockets.connect(f"ws://127.0.0.1:{server.port}/", compression=None) as socket:
        await socket.send("x" * size)
        if code is None:
            await (await socket.ping())
        else:
            with pytest.raises(websockets.ConnectionClosed):
                await socket.recv()
            assert socket.close_code in {code, 1006}


async def test_bytes_that_are_no_text_end_their_socket_without_a_traceback(server, capfd):
    async with websockets.connect(f"ws://127.0.0.1:{server.port}/", compression=None) as socket:
        await socket.send(b"\xff\xfe", text=True)
        await socket.wait_closed()
    assert socket.close_code in {1007, 1006}  # daphne only cuts
    assert "Traceback" not in capfd.readouterr().err


@pytest.mark.parametrize("name", ["daphne", "uvicorn"])
@pytest.mark.parametrize(("options", "seen"), [([], "127.0.0.1"), (["proxy"], "192.0.2.7")])
async def test_only_behind_a_proxy_does_a_header_say_who_asks(name, options, seen):
    running = Running(name, *options)
    answer = await running.ask("/0", "X-Forwarded-For: 192.0.2.7\r\n")
    running.end()
    assert f"{seen} http answered" in answer
