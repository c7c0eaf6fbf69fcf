"""The ASGI door: pages by Django, live rooms by `community.live`."""

import os

from channels.routing import ProtocolTypeRouter
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "community.settings.production")

pages = get_asgi_application()  # sets Django up, so it comes before anything that needs models

from community.live.routing import websockets  # noqa: E402

application = ProtocolTypeRouter({"http": pages, "websocket": websockets})
