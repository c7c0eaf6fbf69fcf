"""Who comes by a speaker's personal link: every view behind such a link starts here (safety A21)."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.csrf import CsrfViewMiddleware
from django.shortcuts import render
from django.utils.decorators import decorator_from_middleware
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from community.live.actions.rehearsal import settle_rehearsal
from community.live.models import RoomSpeaker
from community.live.views.asking import answer_unless_busy

View = Callable[..., HttpResponse]
Open = Callable[..., HttpResponseBase]


class _CsrfWithoutReferrer(CsrfViewMiddleware):
    """As everywhere, a form must bring the safety token that belongs to its cookie.

    But these pages tell nobody their address, and then browsers send `Origin: null` with a form (Fetch standard,
    "append a request Origin header"), which is as little proof of a foreign site as of our own.
    """

    def _origin_verified(self, request: HttpRequest) -> bool:
        return request.META["HTTP_ORIGIN"] == "null" or super()._origin_verified(request)  # type: ignore[misc]


_csrf_protect = decorator_from_middleware(_CsrfWithoutReferrer)


def speaking(view: View) -> Open:
    """Call the view with the speaker whose link this is; a link that is no good any more leads to one friendly page.

    Nothing is cached, found by search engines, or told to other sites.
    """

    @never_cache
    @wraps(view)
    def opening(request: HttpRequest, token: str, **rest: Any) -> HttpResponse:
        speaker = RoomSpeaker.objects.by_token(token)
        response = _answer(request, speaker, lambda: view(request, speaker, **rest))
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return csrf_exempt(_csrf_protect(opening))


def _answer(request: HttpRequest, speaker: RoomSpeaker | None, answer: Callable[[], HttpResponse]) -> HttpResponse:
    if speaker is None:
        return render(request, "live/speak_gone.html", status=404)
    settle_rehearsal(speaker.room)
    return answer_unless_busy(request, speaker.room, answer)
