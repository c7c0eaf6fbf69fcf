"""Who comes to which room: every view of a room starts here."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from community.live.actions.rehearsal import settle_rehearsal
from community.live.guests import voice_in
from community.live.models import Room
from community.live.permissions import Somebody, can_moderate_room, can_read_room
from community.people.models import User


@dataclass(frozen=True)
class Visit:
    """One request to one room, by somebody who may read it."""

    request: HttpRequest
    room: Room
    voice: Somebody

    @property
    def moderator(self) -> User:
        """The visitor, as one who moderates here; 404 for everybody else."""
        if not can_moderate_room(self.voice, self.room):
            raise Http404
        assert isinstance(self.voice, User)  # noqa: S101 - only members moderate
        return self.voice

    @property
    def quiet(self) -> bool:
        """Whether the visitor reads in quiet mode: it stands in the address, and a form comes from such a page."""
        if self.request.method == "POST":
            return "quiet" in parse_qs(urlsplit(self.request.headers.get("Referer", "")).query)
        return "quiet" in self.request.GET

    @property
    def wants_json(self) -> bool:
        return self.request.headers.get("Accept") == "application/json"

    def number(self, name: str) -> int:
        """A whole number of the query string: 0 if it is missing or makes no sense, never more than databases hold."""
        text = self.request.GET.get(name, "")
        return min(int(text), 2**62) if text.isascii() and text.isdigit() and len(text) < 30 else 0


log = logging.getLogger("intersession.live")

View = Callable[..., HttpResponse]


def reading(view: View) -> View:
    """Call the view with a Visit instead of request and slug; 404 for whoever may not read the room, as for none."""

    @wraps(view)
    def visiting(request: HttpRequest, slug: str, **rest: Any) -> HttpResponse:
        return view(_visit(request, slug), **rest)

    return visiting


def writing(view: View) -> View:
    """As `reading`; whoever is neither a member nor a guest of the room may sign in first."""

    @wraps(view)
    def visiting(request: HttpRequest, slug: str, **rest: Any) -> HttpResponse:
        visit = _visit(request, slug)
        if isinstance(visit.voice, AnonymousUser):
            return redirect_to_login(visit.room.get_absolute_url())
        try:
            return _still_quiet(visit, view(visit, **rest))
        except OperationalError as error:  # somebody holds the room for longer than three seconds (fault 14)
            log.warning("Room %s is busy: %s", visit.room.pk, error)
            return _come_back(visit)

    return visiting


def _come_back(visit: Visit) -> HttpResponse:
    """Nothing was stored; the script tries again by itself with the same one-time id (RFC 9110, 15.6.4)."""
    if visit.wants_json:
        sentence = _("The room is busy. Try again in a moment; your text is still here.")
        response: HttpResponse = JsonResponse({"error": sentence}, status=503)
    else:
        response = render(visit.request, "errors/503.html", status=503)
    response.headers["Retry-After"] = "2"
    return response


def _still_quiet(visit: Visit, response: HttpResponse) -> HttpResponse:
    """Whoever reads in quiet mode comes back to it."""
    address = response.headers.get("Location", "")
    page = visit.room.get_absolute_url()
    if visit.quiet and address.partition("#")[0] == page:
        response.headers["Location"] = address.replace(page, f"{page}?quiet=1", 1)
    return response


def _visit(request: HttpRequest, slug: str) -> Visit:
    room = get_object_or_404(Room, slug=slug)
    settle_rehearsal(room)
    voice = voice_in(request, room)
    if not can_read_room(voice, room):
        raise Http404
    return Visit(request, room, voice)
