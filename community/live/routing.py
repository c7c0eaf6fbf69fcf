"""Where sockets come in."""

from channels.auth import AuthMiddlewareStack
from channels.routing import URLRouter
from django.urls import path, re_path

from community.live.origin import SameOriginOnly
from community.live.socket import live_socket, refuse

websockets = SameOriginOnly(
    AuthMiddlewareStack(URLRouter([path("ws/live/", live_socket), re_path(r"", refuse)]))  # type: ignore[arg-type]
)
