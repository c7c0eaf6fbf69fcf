"""People in a room, as plain clients: readers who keep to the client rule, and writers who try until they are heard.

They run on a thread of their own, so that a test can do harm meanwhile.
"""

import asyncio
import http.client
import itertools
import json
import threading
import time
import uuid
from contextlib import suppress
from urllib.parse import urlencode

import websockets

from tests.services import HOST, wait_until

QUIET = 15.0  # seconds without any frame after which a connection counts as dead
PATIENCE = 3.0  # for one request, or one handshake
TELL_EVERY = 32  # frames
TOKEN = "c" * 32  # of the CSRF cookie, sent back as a form does


class Person:
    """Somebody with a session, who knows one or more doors (ports) to the same site."""

    def __init__(self, session, doors):
        self.cookie = f"sessionid={session.session_key}; csrftoken={TOKEN}"
        self.doors = itertools.cycle(doors)
        self.door = next(self.doors)

    def ask(self, method, path, form=None):
        """One request at the present door; (status, answer). Raises OSError or HTTPException."""
        connection = http.client.HTTPConnection(HOST, self.door, timeout=PATIENCE)
        headers = {"Cookie": self.cookie, "Accept": "application/json", "X-CSRFToken": TOKEN}
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            connection.request(method, path, urlencode(form) if form is not None else None, headers)
            response = connection.getresponse()
            body = response.read()
        finally:
            connection.close()
        json_body = response.headers.get_content_type() == "application/json"
        return response.status, json.loads(body) if json_body else {}


class Reader(Person):
    """Applies an event only if it is the next one, and fetches what is missing by its number (safety 1.5, 8)."""

    def __init__(self, session, doors, room):
        super().__init__(session, doors)
        self.slug, self.epoch = room.slug, str(room.epoch)
        self.applied = []  # (number, id of the message)
        self.heard_at = {}  # by id of the message
        self.connections = 0
        self.is_live = False

    @property
    def last(self):
        return self.applied[-1][0] if self.applied else 0

    async def run(self):
        while True:
            with suppress(OSError, websockets.WebSocketException, http.client.HTTPException, TimeoutError):
                await self._listen()
            self.is_live = False
            self.door = next(self.doors)
            await asyncio.sleep(0.2)

    async def _listen(self):
        address = f"{HOST}:{self.door}"
        headers = {"Cookie": self.cookie}
        options = {"origin": f"http://{address}", "additional_headers": headers, "ping_interval": None}
        limits = {"open_timeout": PATIENCE, "close_timeout": 1}
        async with websockets.connect(f"ws://{address}/ws/live/", **options, **limits) as socket:
            self.connections += 1
            await socket.send(json.dumps({"sub": self.slug, "after": self.last, "epoch": self.epoch}))
            for received in itertools.count(1):
                frame = json.loads(await asyncio.wait_for(socket.recv(), QUIET))
                await self._hear(frame)
                if frame["t"] == "head" or received % TELL_EVERY == 0:
                    await socket.send(json.dumps({"ack": received}))

    async def _hear(self, frame):
        if frame["t"] == "event":
            await self._take(frame)
        elif frame["t"] in {"head", "joined"}:
            self.is_live = True
            if frame["seq"] > self.last:
                await self._fetch()

    async def _take(self, frame):
        if frame["seq"] == self.last + 1:
            self.applied.append((frame["seq"], frame["item"]["id"]))
            self.heard_at[frame["item"]["id"]] = time.monotonic()
        elif frame["seq"] > self.last:
            await self._fetch()

    async def _fetch(self):
        path = f"/live/{self.slug}/events?after={self.last}&epoch={self.epoch}"
        status, answer = await asyncio.to_thread(self.ask, "GET", path)
        for frame in answer["events"] if status == 200 else ():
            await self._take(frame)


class Writer(Person):
    """Says something every little while, and says the same again, by the same id, until it is acknowledged."""

    def __init__(self, session, doors, room, name):
        super().__init__(session, doors)
        self.path, self.name = f"/live/{room.slug}/messages", name
        self.acknowledged = {}  # id of the message by client id
        self.acknowledged_at = {}
        self.tries = 0
        self.longest = 0.0  # seconds that one try took
        self.goes_on = True

    async def run(self):
        for number in itertools.count():
            await self.say(f"{self.name} says {number}")
            if not self.goes_on:
                return
            await asyncio.sleep(1.0)

    async def say(self, text):
        client_id = str(uuid.uuid4())
        while client_id not in self.acknowledged:
            self.tries += 1
            begun = time.monotonic()
            status = await self._try(text, client_id)
            self.longest = max(self.longest, time.monotonic() - begun)
            if status != 201:
                self.door = next(self.doors)
                await asyncio.sleep(1.0 if status == 429 else 0.3)
        return self.acknowledged[client_id]

    async def _try(self, text, client_id):
        form = {"text": text, "client_id": client_id}
        try:
            status, answer = await asyncio.to_thread(self.ask, "POST", self.path, form)
        except (OSError, http.client.HTTPException):
            return None
        if status == 201:
            self.acknowledged[client_id] = answer["item"]["id"]
            self.acknowledged_at[answer["item"]["id"]] = time.monotonic()
        return status


class Crowd:
    """Readers and writers at work, from `with` to its end."""

    def __init__(self, readers, writers):
        self.readers, self.writers = readers, writers
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def __enter__(self):
        self._thread.start()
        self._reading = [self._begin(reader.run()) for reader in self.readers]
        wait_until(lambda: all(reader.is_live for reader in self.readers), "Not everybody got in")
        self._writing = [self._begin(writer.run()) for writer in self.writers]
        return self

    def __exit__(self, *error):
        for task in self._reading + self._writing:
            task.cancel()
        time.sleep(0.2)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    def _begin(self, coroutine):
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop)

    def fall_silent(self, patience=20.0):
        """Let every writer finish the present sentence."""
        for writer in self.writers:
            writer.goes_on = False
        for task in self._writing:
            task.result(patience)

    def say(self, writer, text):
        """One more sentence; returns the id of the stored message."""
        return self._begin(writer.say(text)).result(10)

    def wait_for(self, number, patience):
        """Until every reader has applied event `number`."""
        wait_until(lambda: all(reader.last >= number for reader in self.readers), "Somebody stays behind", patience)
