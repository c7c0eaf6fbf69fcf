"""What a request to a room asks for, whoever sends it: a visitor of the room, or a speaker by link."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from community.live.models import Room

log = logging.getLogger("intersession.live")


def wants_json(request: HttpRequest) -> bool:
    """Whether a script asks; a plain form gets a page."""
    return request.headers.get("Accept") == "application/json"


def number_in(request: HttpRequest, name: str) -> int:
    """A whole number of the query string: 0 if it is missing or makes no sense, never more than databases hold."""
    text = request.GET.get(name, "")
    return min(int(text), 2**62) if text.isascii() and text.isdigit() and len(text) < 30 else 0


def answer_unless_busy(request: HttpRequest, room: Room, answer: Callable[[], HttpResponse]) -> HttpResponse:
    """Answer; or, where somebody holds the room for longer than three seconds (fault 14), say that nothing was stored.

    The script tries again by itself, with the same one-time id (RFC 9110, 15.6.4).
    """
    try:
        return answer()
    except OperationalError as error:
        log.warning("Room %s is busy: %s", room.pk, error)
        return _come_back(request)


def _come_back(request: HttpRequest) -> HttpResponse:
    if wants_json(request):
        sentence = _("The room is busy. Try again in a moment; your text is still here.")
        response: HttpResponse = JsonResponse({"error": sentence}, status=503)
    else:
        response = render(request, "errors/503.html", status=503)
    response.headers["Retry-After"] = "2"
    return response
