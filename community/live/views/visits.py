"""Who comes to which room: every view of a room starts here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse

from community.lib.prepared import Prepared
from community.live.actions.rehearsal import settle_rehearsal
from community.live.guests import voice_in
from community.live.models import Room
from community.live.permissions import Somebody, can_moderate_room, can_read_room
from community.live.presence import note_reader
from community.live.views.asking import answer_unless_busy, number_in, wants_json
from community.people.addresses import address_of
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

    def note_reader(self) -> None:
        """Count the visitor among those who are here, though no socket says so."""
        note_reader(self.room, self.voice, address_of(self.request))

    @property
    def wants_json(self) -> bool:
        return wants_json(self.request)

    def number(self, name: str) -> int:
        return number_in(self.request, name)


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
        return answer_unless_busy(request, visit.room, lambda: _still_quiet(visit, view(visit, **rest)))

    return visiting


def _still_quiet(visit: Visit, response: HttpResponse) -> HttpResponse:
    """Whoever reads in quiet mode comes back to it."""
    address = response.headers.get("Location", "")
    page = visit.room.get_absolute_url()
    if visit.quiet and address.partition("#")[0] == page:
        response.headers["Location"] = address.replace(page, f"{page}?quiet=1", 1)
    return response


_ROOM = Prepared(lambda slug: Room.objects.order_by().filter(slug=slug))


def _visit(request: HttpRequest, slug: str) -> Visit:
    room: Room | None = _ROOM.first(slug)
    if room is None:
        raise Http404
    settle_rehearsal(room)
    voice = voice_in(request, room)
    if not can_read_room(voice, room):
        raise Http404
    return Visit(request, room, voice)
