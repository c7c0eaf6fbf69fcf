"""Open pages for the property test: each keeps to the client rule and notes whatever breaks a promise."""

import asyncio
import json
import time

from django.test import Client

from community.live.socket import live_socket
from tests.community.live.readers import act


class Page:
    """One person's open page of a room: a connection that may be lost, and the picture that its events add up to."""

    def __init__(self, name, session, room, stream="room"):
        self.name, self.room, self.stream = name, room, stream
        self.http = Client(HTTP_ACCEPT="application/json")
        self.become(session)
        self.task, self.code = None, None
        self.applied = []  # (number, kind, id), in the order in which they were applied
        self.items = {}  # the picture: (kind, id) -> the thing as it was told last
        self.votes, self.version = {}, 0  # by question: as its latest event or the latest counts said
        self.received = self.to_lose = 0
        self.disorder = []  # events that the server did not send as the next one of a connection
        self.leaks = []
        self.secrets = lambda: (frozenset(), frozenset())  # never, and not now: see RoomModel
        self.is_replaying = self.fetching = False

    def become(self, session):
        self.session = session
        self.http.cookies["sessionid"] = session.session_key

    @property
    def last(self):
        return self.applied[-1][0] if self.applied else 0

    @property
    def is_open(self):
        return self.task is not None and not self.task.done()

    # --- The connection -----------------------------------------------------------------------------------------------

    async def connect(self):
        """Come (back) in, from where the page is; returns when it has been let in or sent away."""
        self.inbox, self.settled, self.received = asyncio.Queue(), asyncio.Event(), 0
        self.code, self.is_replaying, self.sent = None, True, self.last
        scope = {"type": "websocket", "path": "/ws/live/", "headers": [], "session": self.session}
        self.inbox.put_nowait({"type": "websocket.connect"})
        self._say({"sub": self.room.slug, "after": self.last, "epoch": str(self.room.epoch), "stream": self.stream})
        self.task = asyncio.ensure_future(live_socket(scope, self.inbox.get, self._hear))
        await asyncio.wait_for(self.settled.wait(), 5)

    async def disconnect(self):
        self.inbox.put_nowait({"type": "websocket.disconnect", "code": 1006})
        await asyncio.wait_for(self.task, 5)

    def _say(self, frame):
        self.inbox.put_nowait({"type": "websocket.receive", "text": json.dumps(frame)})

    async def _hear(self, message):
        if message["type"] == "websocket.close":
            self.code = message["code"]
            self.settled.set()
        elif message["type"] == "websocket.send":
            self.received += 1
            self._look(message["text"], "replayed" if self.is_replaying else "told")
            self._take(json.loads(message["text"]))

    def _take(self, frame):
        if frame["t"] == "event":
            if frame["seq"] != self.sent + 1:
                self.disorder.append((self.sent, frame["seq"]))
            self.sent = frame["seq"]
            if self.to_lose:
                self.to_lose -= 1
            else:
                self._apply(frame)
        elif frame["t"] == "counts":
            self._count(frame)
        elif frame["t"] in {"head", "joined"}:
            self._say({"ack": self.received})
            if frame["t"] == "joined":
                self.is_replaying = False
                self.settled.set()
            if frame["seq"] > self.last or frame["version"] > self.version:
                self._fetch_soon()

    # --- The client rule ----------------------------------------------------------------------------------------------

    def _apply(self, frame):
        seq, thing = frame["seq"], (frame["kind"], frame["item"]["id"])
        if seq == self.last + 1:
            self.applied.append((seq, *thing))
            self.items[thing] = frame["item"]
            if "votes" in frame["item"]:
                self.votes[str(frame["item"]["id"])] = frame["item"]["votes"]
        elif seq > self.last:
            self._fetch_soon()

    def _count(self, answer):
        self.version = answer["version"]
        self.votes.update(answer["counts"]["questions"])

    def _fetch_soon(self):
        if not self.fetching:
            self.fetching = True
            self.fetcher = asyncio.ensure_future(self._fetch())

    async def _fetch(self):
        try:
            asked = {"after": self.last, "stream": self.stream, "votes": self.version, "epoch": str(self.room.epoch)}
            _never, hidden_before = self.secrets()
            response = await act(self.http.get, f"/live/{self.room.slug}/events", asked)
        finally:
            self.fetching = False
        if response.status_code == 200:
            self._look(response.content.decode(), "fetched", hidden_before)
            answer = response.json()
            for frame in answer["events"]:
                self._apply(frame)
            if "counts" in answer:
                self._count(answer)
            self.version = answer["version"]  # older than what was told meanwhile, perhaps: then the next head says so

    # --- What must not be said ----------------------------------------------------------------------------------------

    def _look(self, text, how, hidden_before=None):
        """A replay shows what may be seen now (safety 1.5, 9); what was never for this reader is never said at all.

        `hidden_before`: what was hidden when the reader asked; what is hidden on its way may still be in the answer.
        """
        never, not_now = self.secrets()
        if hidden_before is not None:
            not_now &= hidden_before
        found = [secret for secret in (never if how == "told" else never | not_now) if secret in text]
        self.leaks += [(how, secret) for secret in found]


async def wait_for(true, patience=5.0):
    """Whether it becomes so in time."""
    deadline = time.monotonic() + patience
    while not true():
        if time.monotonic() > deadline:
            return False
        await asyncio.sleep(0.01)
    return True
