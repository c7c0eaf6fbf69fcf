"""The ASGI door: pages by Django, live rooms by `community.live`."""

import os

import django
from asgiref.sync import sync_to_async
from channels.routing import ProtocolTypeRouter
from django.core.handlers.asgi import ASGIHandler
from django.http import HttpRequest
from django.http.response import HttpResponseBase

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "community.settings.production")


class Pages(ASGIHandler):
    """Django's handler, with the whole way through middleware and view in one thread.

    All our views are plain functions. Left to itself, Django would go over to a thread and back for each middleware,
    twice, which costs more than most pages.
    """

    def load_middleware(self, is_async: bool = False) -> None:
        super().load_middleware(is_async=False)

    async def get_response_async(self, request: HttpRequest) -> HttpResponseBase:
        return await sync_to_async(self.get_response, thread_sensitive=True)(request)


django.setup(set_prefix=False)  # before anything that needs models
pages = Pages()

from community.live.routing import websockets  # noqa: E402

application = ProtocolTypeRouter({"http": pages, "websocket": websockets})
