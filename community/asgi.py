"""The ASGI door: pages by Django, live rooms by `community.live`."""

import os

from channels.routing import ProtocolTypeRouter
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "community.settings.production")

application = ProtocolTypeRouter({"http": get_asgi_application()})
