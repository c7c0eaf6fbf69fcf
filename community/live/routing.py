"""Where sockets come in."""

from channels.routing import URLRouter
from django.urls import path, re_path

from community.live.origin import SameOriginOnly
from community.live.socket import live_socket, refuse

# No session middleware: who comes with which session is read for many at once, and frames go out with nothing between.
websockets = SameOriginOnly(URLRouter([path("ws/live/", live_socket), re_path(r"", refuse)]))  # type: ignore[arg-type]
