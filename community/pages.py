"""Pages on an ASGI server: the whole of a request in one thread, with one way there and one back.

All our views are plain functions. Django's own handler goes over to a thread for each signal, for the middleware, the
view and the end of a request, and makes a new thread with a new connection for every request, which together costs
more than most pages.
"""

from __future__ import annotations

import asyncio
import contextlib
import contextvars
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import islice
from tempfile import SpooledTemporaryFile
from typing import Any

from asgiref.sync import ThreadSensitiveContext, sync_to_async
from django.core.exceptions import RequestAborted
from django.core.handlers.asgi import ASGIHandler, get_script_prefix
from django.core.signals import request_started
from django.db import close_old_connections
from django.http import StreamingHttpResponse
from django.urls import set_script_prefix

from community.live.stream import server_loop

AT_ONCE = 32  # requests in work; what waits for a lock in the database holds up nobody else
CHUNKS = 16  # of a stream, read at a time; of a file that makes 64 KB

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[Mapping[str, Any]]]
Send = Callable[[Mapping[str, Any]], Awaitable[None]]


class Pages(ASGIHandler):
    def __init__(self) -> None:
        super().__init__()
        self._threads = ThreadPoolExecutor(AT_ONCE, "pages")

    def load_middleware(self, is_async: bool = False) -> None:
        super().load_middleware(is_async=False)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            body = await self.read_body(receive)
        except RequestAborted:
            return
        with body:
            response = await self._in_a_thread(self._answer, scope, body)
            if response.streaming:
                await self._stream(response, receive, send)
            else:
                await self.send_response(response, send)

    async def _in_a_thread(self, work: Callable[..., Any], *arguments: Any) -> Any:
        """In a copy of the context, as a task has it: no request finds the language of the one before."""
        loop, context = asyncio.get_running_loop(), contextvars.copy_context()
        context.run(server_loop.set, loop)
        return await loop.run_in_executor(self._threads, partial(context.run, work, *arguments))

    def _answer(self, scope: Scope, body: SpooledTemporaryFile) -> Any:
        """What Django does for a request, from its first signal to its last; that of a stream follows when it ends."""
        set_script_prefix(get_script_prefix(scope))
        request_started.send(sender=type(self), scope=scope)
        request, refused = self.create_request(scope, body)
        response: Any = self.get_response(request) if request else refused
        response._handler_class = type(self)
        if response.streaming:
            close_old_connections()  # this thread's; what is streamed is read by another
        else:
            response.close()
        return response

    async def _stream(self, response: Any, receive: Receive, send: Send) -> None:
        """Films, files, big tables: until everything is sent or the reader has gone."""
        async with ThreadSensitiveContext():
            if isinstance(response, StreamingHttpResponse) and not response.is_async:
                response.streaming_content = _in_parts(iter(response))
            sending = asyncio.ensure_future(self.send_response(response, send))
            leaving = asyncio.ensure_future(self.listen_for_disconnect(receive))
            await asyncio.wait({sending, leaving}, return_when=asyncio.FIRST_COMPLETED)
            for task in (leaving, sending):
                task.cancel()
                with contextlib.suppress(asyncio.CancelledError, RequestAborted):
                    await task
            await sync_to_async(response.close)()


async def _in_parts(chunks: Iterator[bytes]) -> AsyncIterator[bytes]:
    """All in one thread. Django would read the whole of it into memory first, and say so on stderr."""
    read = sync_to_async(lambda: b"".join(islice(chunks, CHUNKS)))
    while part := await read():
        yield part
