"""The ASGI door: pages by Django, live rooms by `community.live`."""

import os
from collections.abc import AsyncIterator, Iterator
from itertools import islice

import django
from asgiref.sync import sync_to_async
from channels.routing import ProtocolTypeRouter
from django.core.handlers.asgi import ASGIHandler
from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase

CHUNKS = 16  # read at a time; of a file that makes 64 KB

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "community.settings.production")


class Pages(ASGIHandler):
    """Django's handler, with the whole way through middleware and view in one thread.

    All our views are plain functions. Left to itself, Django would go over to a thread and back for each middleware,
    twice, which costs more than most pages.
    """

    def load_middleware(self, is_async: bool = False) -> None:
        super().load_middleware(is_async=False)

    async def get_response_async(self, request: HttpRequest) -> HttpResponseBase:
        response = await sync_to_async(self.get_response, thread_sensitive=True)(request)
        if isinstance(response, StreamingHttpResponse) and not response.is_async:
            response.streaming_content = _in_the_same_thread(iter(response))
        return response


async def _in_the_same_thread(chunks: Iterator[bytes]) -> AsyncIterator[bytes]:
    """A static file, bit by bit: Django would read the whole of it into memory first, and say so on stderr."""
    read = sync_to_async(lambda: b"".join(islice(chunks, CHUNKS)), thread_sensitive=True)
    while part := await read():
        yield part


django.setup(set_prefix=False)  # before anything that needs models
pages = Pages()

from community.live.routing import websockets  # noqa: E402

application = ProtocolTypeRouter({"http": pages, "websocket": websockets})
