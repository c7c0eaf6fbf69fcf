"""Readers for tests: connections that remember what they were told."""

import json

from asgiref.sync import sync_to_async
from channels.testing import WebsocketCommunicator
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from community.live.socket import live_socket

WAIT = 5


class Reader:
    """One connection that remembers which events it was told."""

    def __init__(self, user):
        self.socket = WebsocketCommunicator(live_socket, "/ws/live/")
        self.socket.scope["user"] = user
        self.session = None
        self.told = []

    async def __aenter__(self):
        if self.socket.scope["user"].is_authenticated:
            self.session = self.socket.scope["session"] = await act(session_of, self.socket.scope["user"])
        connected, _ = await self.socket.connect()
        assert connected
        return self

    async def __aexit__(self, *exc):
        await self.socket.disconnect()

    async def follow(self, room, after=0, stream="room", **more):
        await self.socket.send_json_to({"sub": room.slug, "after": after, "stream": stream, **more})
        return await self.until("joined")

    async def until(self, kind, count=1):
        """The frame of this kind (the count-th), while events on the way are remembered."""
        while True:
            frame = json.loads(await self.socket.receive_from(WAIT))
            if frame["t"] == "event":
                self.told.append(frame)
            if frame["t"] == kind:
                count -= 1
                if count == 0:
                    return frame

    @property
    def texts(self):
        return [event["item"].get("text") for event in self.told]


def session_of(user):
    session = SessionStore()
    session.update({SESSION_KEY: str(user.pk), HASH_SESSION_KEY: user.get_session_auth_hash()})
    session.save()
    return session


def act(function, *args, **kwargs):
    return sync_to_async(function, thread_sensitive=False)(*args, **kwargs)


async def closed(reader):
    """The code with which the server ends the connection, whatever it says before."""
    while (said := await reader.socket.receive_output(WAIT))["type"] != "websocket.close":
        pass
    return said["code"]
