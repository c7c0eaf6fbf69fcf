"""Readers for tests: connections that remember what they were told."""

import json

from asgiref.sync import sync_to_async
from channels.testing import WebsocketCommunicator
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from community.asgi import application
from community.live.socket import live_socket

WAIT = 6  # seconds; a head comes every five
BACKEND = "community.people.backends.Members"
HOST = b"127.0.0.1:8000"
OWN_PAGE = b"http://" + HOST


def knock(session_key="", *, path="/ws/live/", origin=OWN_PAGE):
    """A handshake with the whole ASGI application, as a browser sends it."""
    headers = [(b"host", HOST)]
    headers += [(b"origin", origin)] if origin is not None else []
    headers += [(b"cookie", f"sessionid={session_key}".encode())] if session_key else []
    return WebsocketCommunicator(application, path, headers=headers)


class Reader:
    """One connection that remembers which events it was told."""

    def __init__(self, user):
        self.socket = WebsocketCommunicator(live_socket, "/ws/live/")
        self.socket.scope["user"] = user
        self.session = None
        self.told = []
        self.kinds = set()  # of all frames so far

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
            self.kinds.add(frame["t"])
            if frame["t"] == "event":
                self.told.append(frame)
            if frame["t"] == kind:
                count -= 1
                if count == 0:
                    return frame

    async def refused(self, **frame):
        """Send one frame that asks for too much; returns the close code, after making sure that nothing else came."""
        await self.socket.send_json_to(frame)
        said = await self.socket.receive_output(WAIT)
        assert said["type"] == "websocket.close", said
        return said["code"]

    @property
    def texts(self):
        return [event["item"].get("text") for event in self.told]


class Browser(Reader):
    """A reader who comes in by the door of the whole site, with nothing but a session cookie; `user` None is a guest
    of the web."""

    def __init__(self, user=None):
        self.user, self.session, self.told, self.kinds = user, None, [], set()

    async def __aenter__(self):
        if self.user is not None:
            self.session = await act(session_of, self.user)
        self.socket = knock(self.session.session_key if self.session else "")
        connected, _ = await self.socket.connect(WAIT)
        assert connected
        return self


def session_of(user):
    session = SessionStore()
    proof = {SESSION_KEY: str(user.pk), BACKEND_SESSION_KEY: BACKEND, HASH_SESSION_KEY: user.get_session_auth_hash()}
    session.update(proof)
    session.save()
    return session


def act(function, *args, **kwargs):
    return sync_to_async(function, thread_sensitive=False)(*args, **kwargs)


async def closed(reader):
    """The code with which the server ends the connection, whatever it says before."""
    while (said := await reader.socket.receive_output(WAIT))["type"] != "websocket.close":
        pass
    return said["code"]
