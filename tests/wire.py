"""Sockets to a server that runs, through the network, by a client that is not ours."""

import asyncio
import json

import websockets
from websockets.exceptions import ConnectionClosed

from tests.services import HOST

PATIENCE = 6.0  # seconds; a head comes every five


def door(site, *, session=None, path="/ws/live/", compression=None):
    """A handshake as a browser's: `async with door(site) as socket`."""
    cookie = {"Cookie": f"sessionid={session.session_key}"} if session else {}
    options = {"origin": site.url, "max_size": None, "ping_interval": None, "additional_headers": cookie}
    return websockets.connect(f"ws://{HOST}:{site.port}{path}", compression=compression, **options)


async def follow(socket, room, after=0, **more):
    """Ask to follow a room; returns the events that were missed."""
    await socket.send(json.dumps({"sub": room.slug, "after": after, **more}))
    return (await until(socket, "joined"))[:-1]


async def until(socket, kind):
    """All frames up to the first of this kind."""
    said = []
    async with asyncio.timeout(PATIENCE):
        while not said or said[-1]["t"] != kind:
            said.append(json.loads(await socket.recv()))
    return said


async def end_of(socket, patience=PATIENCE):
    """The code with which the server ends the connection; 1006 when it just drops it (RFC 6455, 7.1.5)."""
    async with asyncio.timeout(patience):
        try:
            while True:
                await socket.recv()
        except ConnectionClosed:
            return socket.close_code
