"""What our fan-out is measured against: `websockets.broadcast`, and a group chat as the Channels tutorial has it.

    python -m tests.bench.yardsticks websockets|channels PORT RATE SECONDS

Says `ready`, waits for a line, warms up and says so, waits for another, sends, prints when each message was sent.
"""

import asyncio
import json
import sys
import threading
import time

from tests.bench.world import TEXT, WARM, WARM_TEXT


async def pace(rate: float, seconds: float, send) -> list[float]:
    """Call `send(text)` at this rate; returns when each was called."""
    moments = []
    begun = time.monotonic()
    for number in range(int(rate * seconds)):
        await asyncio.sleep(max(0.0, begun + number / rate - time.monotonic()))
        moments.append(time.time())
        await send(TEXT.format(number))
    return moments


async def on_command(rate: float, seconds: float, send) -> None:
    print("ready", flush=True)
    loop = asyncio.get_running_loop()
    await loop.run_in_executor(None, sys.stdin.readline)
    for _ in range(WARM):
        await send(WARM_TEXT)
        await asyncio.sleep(1 / rate)
    print("{}", flush=True)
    await loop.run_in_executor(None, sys.stdin.readline)
    print(json.dumps({"committed": await pace(rate, seconds, send)}), flush=True)


async def websockets_server(port: int, rate: float, seconds: float) -> None:
    from websockets.asyncio.server import broadcast, serve  # noqa: PLC0415

    connections = set()

    async def handle(connection) -> None:
        connections.add(connection)
        try:
            await connection.wait_closed()
        finally:
            connections.discard(connection)

    async def send(text: str) -> None:
        broadcast(connections, text)

    async with serve(handle, "127.0.0.1", port, compression=None, ping_interval=None, backlog=2048):
        await on_command(rate, seconds, send)
        await asyncio.Event().wait()


def channels_server(port: int, rate: float, seconds: float) -> None:
    """The tutorial's consumer, the in-memory layer, daphne."""
    from django.conf import settings  # noqa: PLC0415

    settings.configure(
        CHANNEL_LAYERS={"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}, INSTALLED_APPS=["channels"]
    )
    from channels.generic.websocket import AsyncWebsocketConsumer  # noqa: PLC0415
    from channels.layers import get_channel_layer  # noqa: PLC0415
    from daphne.server import Server  # noqa: PLC0415

    class Chat(AsyncWebsocketConsumer):
        async def connect(self) -> None:
            await self.channel_layer.group_add("room", self.channel_name)
            await self.accept()

        async def disconnect(self, code) -> None:
            await self.channel_layer.group_discard("room", self.channel_name)

        async def chat(self, event) -> None:
            await self.send(text_data=json.dumps({"message": event["text"]}))

    async def send(text: str) -> None:
        await get_channel_layer().group_send("room", {"type": "chat", "text": text})

    tasks = []

    def ready() -> None:
        tasks.append(asyncio.get_event_loop().create_task(on_command(rate, seconds, send)))

    endpoints = [f"tcp:port={port}:interface=127.0.0.1:backlog=2048"]
    Server(Chat.as_asgi(), endpoints=endpoints, signal_handlers=False, ready_callable=ready).run()


def main() -> None:
    name, port, rate, seconds = sys.argv[1], int(sys.argv[2]), float(sys.argv[3]), float(sys.argv[4])
    threading.stack_size(512 * 1024)
    if name == "websockets":
        asyncio.run(websockets_server(port, rate, seconds))
    else:
        channels_server(port, rate, seconds)


if __name__ == "__main__":
    main()
