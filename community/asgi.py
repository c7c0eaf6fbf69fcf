"""The ASGI door: pages by Django, live rooms by `community.live`."""

import os

import django
from channels.routing import ProtocolTypeRouter

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "community.settings.production")
django.setup(set_prefix=False)  # before anything that needs models

from community.live.routing import websockets  # noqa: E402
from community.pages import Pages  # noqa: E402

application = ProtocolTypeRouter({"http": Pages(), "websocket": websockets})
