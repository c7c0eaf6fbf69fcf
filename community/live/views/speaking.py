"""Who comes by a speaker's personal link: every view behind such a link starts here (safety A21)."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.middleware.csrf import CsrfViewMiddleware
from django.shortcuts import render
from django.utils.decorators import decorator_from_middleware
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from community.live.actions.rehearsal import settle_rehearsal
from community.live.models import RoomSpeaker

View = Callable[..., HttpResponseBase]


class _CsrfWithoutReferrer(CsrfViewMiddleware):
    """As everywhere, a form must bring the safety token that belongs to its cookie.

    But these pages tell nobody their address, and then browsers send `Origin: null` with a form (Fetch standard,
    "append a request Origin header"), which is as little proof of a foreign site as of our own.
    """

    def _origin_verified(self, request: HttpRequest) -> bool:
        return request.META["HTTP_ORIGIN"] == "null" or super()._origin_verified(request)  # type: ignore[misc]


_csrf_protect = decorator_from_middleware(_CsrfWithoutReferrer)


def speaking(view: View) -> View:
    """Call the view with the speaker whose link this is; a link that is no good any more leads to one friendly page.

    Nothing is cached, found by search engines, or told to other sites.
    """

    @never_cache
    @wraps(view)
    def opening(request: HttpRequest, token: str, **rest: Any) -> HttpResponseBase:
        speaker = RoomSpeaker.objects.by_token(token)
        if speaker:
            settle_rehearsal(speaker.room)
        response = view(request, speaker, **rest) if speaker else render(request, "live/speak_gone.html", status=404)
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return csrf_exempt(_csrf_protect(opening))
