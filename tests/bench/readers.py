"""Thousands of socket readers in one cheap process: `python -m tests.bench.readers '{"port": …, "sockets": …}'`.

One epoll loop without asyncio: at 40,000 frames a second a reader may not cost more than the server it measures. It
stands for thousands of devices, so what counts is when the kernel had a frame for it, not when it came round to read.
Reads commands from standard input, one a line: `cut` (all leave and come back), `stop`. Prints one JSON line when all
have joined, one when all are back, and one at the end.
"""

import array
import json
import os
import random
import select
import socket
import struct
import sys
import time
from pathlib import Path

HOST = "127.0.0.1"
AT_ONCE = 200  # handshakes that are under way at the same time
AT_ONE_TIME = 8192  # bytes; a larger buffer is mapped anew for each read, and a busy reader gives frames a later stamp
ACKNOWLEDGE_EVERY = 128  # frames, as feed.js does
MARK = b"n="  # before the number of a message
SO_TIMESTAMPNS, STAMP = 35, struct.Struct("qq")  # Linux: seconds and nanoseconds at which the last bytes had arrived


class Reader:
    """One connection: handshake, then frames."""

    __slots__ = ("acknowledged", "buffer", "frames", "is_open", "joined", "sock")

    def __init__(self, port: int) -> None:
        self.sock = socket.socket()
        self.sock.setblocking(False)
        self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.sock.setsockopt(socket.SOL_SOCKET, SO_TIMESTAMPNS, 1)
        self.sock.connect_ex((HOST, port))
        self.buffer = b""
        self.frames = self.acknowledged = 0
        self.is_open = self.joined = False


class Crowd:
    def __init__(self, port: int, sockets: int, slug: str, after: int, results: str) -> None:
        self.port, self.sockets, self.slug, self.after, self.results = port, sockets, slug, after, results
        self.poll = select.epoll()
        self.readers: dict[int, Reader] = {}
        self.due: list[float] = []  # when the next readers connect
        self.numbers, self.moments = array.array("I"), array.array("d")
        self.joined = self.refused = 0
        self.told = False
        self.begun = 0.0

    def run(self) -> None:
        os.nice(10)  # two thousand devices would not take PostgreSQL's core either
        os.set_blocking(0, False)
        self.poll.register(0, select.EPOLLIN)
        self.come([time.monotonic()] * self.sockets)
        while True:
            self.connect_some()
            for number, event in self.poll.poll(0.05):
                if number == 0:
                    if self.obey():
                        return
                elif event & select.EPOLLOUT:
                    self.shake(number)
                else:
                    self.hear(number)

    def come(self, moments: list[float]) -> None:
        self.due = sorted(moments, reverse=True)
        self.joined, self.told, self.begun = 0, False, time.monotonic()

    def connect_some(self) -> None:
        waiting = len(self.readers) - self.joined
        while self.due and waiting < AT_ONCE and self.due[-1] <= time.monotonic():
            self.due.pop()
            reader = Reader(self.port)
            self.readers[reader.sock.fileno()] = reader
            self.poll.register(reader.sock.fileno(), select.EPOLLOUT)
            waiting += 1
        if not self.told and self.joined == self.sockets:
            self.told = True
            self.say({"joined": self.joined, "seconds": time.monotonic() - self.begun, "refused": self.refused})

    def shake(self, number: int) -> None:
        lines = (
            "GET /ws/live/ HTTP/1.1", f"Host: {HOST}:{self.port}", f"Origin: http://{HOST}:{self.port}",
            "Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==", "", "",
        )  # fmt: skip
        try:
            self.readers[number].sock.send("\r\n".join(lines).encode())
        except OSError:
            return self.lose(number)
        return self.poll.modify(number, select.EPOLLIN)

    def hear(self, number: int) -> None:
        reader = self.readers[number]
        try:
            data, stamps, _flags, _address = reader.sock.recvmsg(AT_ONE_TIME, 64)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            self.lose(number)
            return
        seconds, nanoseconds = STAMP.unpack(stamps[0][2])
        now = seconds + nanoseconds / 1e9
        data = reader.buffer + data if reader.buffer else data
        if not reader.is_open:
            head, found, data = data.partition(b"\r\n\r\n")
            if not found:
                reader.buffer = head
                return
            if b" 101 " not in head:
                self.lose(number)
                return
            reader.is_open = True
            if self.slug:
                self.send(reader, {"sub": self.slug, "after": self.after})
            else:
                self.join(reader)
        self.read(reader, data, now)

    def read(self, reader: Reader, data: bytes, now: float) -> None:
        place, end = 0, len(data)
        while end - place >= 2:
            size, start = data[place + 1], place + 2
            if size == 126:
                size, start = int.from_bytes(data[place + 2 : place + 4], "big"), place + 4
            elif size == 127:
                size, start = int.from_bytes(data[place + 2 : place + 10], "big"), place + 10
            if start + size > end:
                break
            if data[place] == 0x81:
                self.take(reader, data, start, start + size, now)
            place = start + size
        reader.buffer = data[place:]

    def take(self, reader: Reader, data: bytes, start: int, end: int, now: float) -> None:
        reader.frames += 1
        mark = data.find(MARK, start, end)
        if mark >= 0:
            self.numbers.append(int(data[mark + 2 : mark + 8]))
            self.moments.append(now)
            if reader.frames - reader.acknowledged < ACKNOWLEDGE_EVERY:
                return
        elif data.startswith(b'{"t":"joined"', start):
            self.join(reader)
            return
        elif not data.startswith(b'{"t":"head"', start):
            return
        if self.slug:
            reader.acknowledged = reader.frames
            self.send(reader, {"ack": reader.frames})

    def join(self, reader: Reader) -> None:
        if not reader.joined:
            reader.joined = True
            self.joined += 1

    def send(self, reader: Reader, frame: dict) -> None:
        """A masked frame whose mask is nought, so that nothing has to be computed (RFC 6455, 5.3)."""
        payload = json.dumps(frame).encode()
        reader.sock.send(bytes((0x81, 0x80 | len(payload), 0, 0, 0, 0)) + payload)

    def lose(self, number: int) -> None:
        """Come back a moment later, as feed.js would."""
        reader = self.readers.pop(number)
        reader.sock.close()
        self.refused += 1
        self.joined -= reader.joined
        self.due = sorted([*self.due, time.monotonic() + random.random() * 2], reverse=True)

    def obey(self) -> bool:
        command = os.read(0, 100).decode().strip()
        if command == "cut":
            for reader in self.readers.values():
                reader.sock.close()
            self.readers.clear()
            self.come([time.monotonic() + random.random() * 2 for _ in range(self.sockets)])
        elif command in {"stop", ""}:
            Path(self.results).write_bytes(self.numbers.tobytes() + self.moments.tobytes())
            self.say({"samples": len(self.numbers), "open": self.joined, "refused": self.refused})
            return True
        return False

    def say(self, told: dict) -> None:
        print(json.dumps(told), flush=True)


if __name__ == "__main__":
    Crowd(**json.loads(sys.argv[1])).run()
