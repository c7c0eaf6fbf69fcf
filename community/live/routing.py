"""Where sockets come in."""

from channels.routing import URLRouter
from django.urls import path, re_path

from community.live.inbox_socket import inbox_socket
from community.live.origin import SameOriginOnly
from community.live.socket import live_socket, refuse

# No session middleware: who comes with which session is read for many at once, and frames go out with nothing between.
_paths = [
    path("ws/live/", live_socket),  # type: ignore[arg-type]
    path("ws/inbox/", inbox_socket),  # type: ignore[arg-type]
    re_path(r"", refuse),  # type: ignore[arg-type]
]
websockets = SameOriginOnly(URLRouter(_paths))
