"""Only our own pages may open a socket: its Origin is the site itself, scheme and port included (safety A1, A2)."""

import logging
from urllib.parse import urlsplit

from channels.security.websocket import WebsocketDenier
from django.conf import settings
from django.http.request import validate_host

from community.live.connection import Receive, Scope, Send

log = logging.getLogger("intersession.live")


class SameOriginOnly:
    """Refuses a handshake before a session is read when it does not come from a page of this very site."""

    def __init__(self, application: object) -> None:
        self.application = application

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = {name: value.decode("latin-1") for name, value in scope.get("headers", ())}
        if is_same_origin(headers.get(b"origin", ""), headers.get(b"host", "")):
            await self.application(scope, receive, send)  # type: ignore[operator]
        else:
            log.info("A socket from %.100r was refused", headers.get(b"origin", ""))
            await WebsocketDenier()(scope, receive, send)


def is_same_origin(origin: str, host: str) -> bool:
    """Whether `origin` (RFC 6454) is the site that was asked for as `host`, over HTTPS wherever pages are."""
    try:
        parts = urlsplit(origin)
    except ValueError:  # brackets that are no IPv6 address
        return False
    scheme = "https" if settings.SECURE_SSL_REDIRECT else "http"
    if parts.scheme != scheme or not host or parts.path or parts.query:
        return False
    return parts.netloc.lower() == host.lower() and validate_host(parts.hostname or "", settings.ALLOWED_HOSTS)
