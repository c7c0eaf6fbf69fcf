"""Pages of members, drawn once for all who may do the same and filled with what is each reader's own.

They are drawn for a member with these rights who has no name, has written nothing and has read nothing, from a request
that carries nothing but the address: what is somebody's own cannot get into what others see. Names, tokens, and the
rows and posts that look different for this reader are put into their places when the page is sent.
"""

import copy
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from community.freshness.moulds import READER_NUMBER, Mould, place, squeezed
from community.freshness.parts import kept_part
from community.notifications.queries import show_as_unread, unread_of
from community.people.models import User
from forum.access import access_of
from forum.views.fetching import member

TOKEN, FORM_NUMBER = place("token"), place("form")
_LONGEST_ADDRESS = 400
Fillings = Mapping[str, bytes | Mould]
Put = Callable[[str], SafeString]
Context = Callable[[HttpRequest, Put], dict[str, Any]]


@dataclass(frozen=True)
class Anyone:
    """The reader as the masthead of such a page asks for them."""

    organisation_label: str
    pk: int = READER_NUMBER
    display_name: str = place("name")
    initials: str = place("initials")
    is_authenticated: bool = True
    is_suspended: bool = False


def is_like_others(request: HttpRequest) -> bool:
    """Whether the frame of the page is that of all members: nothing has just been said to them, no pen is held."""
    reader = request.user
    return (
        isinstance(reader, User)
        and not (reader.is_suspended or reader.is_superuser)
        and len(request.META.get("QUERY_STRING", "")) < _LONGEST_ADDRESS
        and not len(get_messages(request))
    )


def nobody_like(reader: User) -> User:
    """A member with the same rights who has written, read and said nothing."""
    access_of(reader)  # goes along
    nobody: User = copy.copy(reader)
    nobody.pk = nobody.id = 0
    return nobody


def drawn_page(
    request: HttpRequest,
    template: str,
    context: Context,
    own: Mapping[str, SafeString],
    *key: Hashable,
    alone: bool = False,
) -> HttpResponse:
    """The page for this reader: that of many with what is their own in its places, or one drawn for them alone.

    `context(request, put)` says what is on it, and puts what is in `own` wherever it belongs. For a page of many it is
    asked with the request of nobody, and only when none is kept. `key`: what the page depends on beside its address,
    the reader's rights, the language and the names in `own`.
    """
    if alone or not is_like_others(request):
        return render(request, template, context(request, own.__getitem__))
    return shared_page(request, template, context, {name: html.encode() for name, html in own.items()}, *key)


def shared_page(
    request: HttpRequest, template: str, context: Context, own: Fillings, *key: Hashable, mine: bool = False
) -> HttpResponse:
    """The page of many with what is this reader's own in its places. Ask `is_like_others` first.

    `mine`: drawn for the reader themselves, and kept for nobody else; for whoever has a part in what it shows.
    """
    reader, unread = member(request), unread_of(request)
    organisation = _organisation_of(reader)

    def draw() -> Mould:
        blank = _blank(request, reader if mine else nobody_like(reader), unread)
        someone = Anyone(place("organisation") if organisation else "")
        words = {**context(blank, place), "user": someone, "csrf_token": TOKEN}
        return Mould(squeezed(render_to_string(template, words, blank)))

    frame = (bool(organisation), bool(unread), request.get_host(), request.get_full_path(), get_language())
    mould = kept_part(
        reader,
        ("shared", template, access_of(reader).key, frame, tuple(own), mine and reader.pk, key),
        draw,
        size=30_000,
    )
    return HttpResponse(mould.filled({**_places_of(request, organisation, unread), **own}))


def token_of(request: HttpRequest) -> Fillings:
    return {"token": get_token(request).encode()}


def _places_of(request: HttpRequest, organisation: str, unread: int) -> Fillings:
    reader = member(request)
    return {
        **token_of(request),
        "form": str(uuid4()).encode(),
        "reader": str(reader.pk).encode(),
        "name": escape(reader.display_name).encode(),
        "initials": escape(reader.initials).encode(),
        "organisation": escape(organisation).encode(),
        "unread": str(unread).encode(),
        "nonce": str(request.csp_nonce).encode(),  # type: ignore[attr-defined]
    }


def _organisation_of(reader: User) -> str:
    """Kept, because it may be a row of its own."""
    return kept_part(reader, ("organisation", reader.pk), lambda: reader.organisation_label, size=200)


def _blank(request: HttpRequest, reader: User, unread: int) -> HttpRequest:
    """A request for the same address that carries nothing else."""
    blank = HttpRequest()
    blank.method, blank.path, blank.path_info, blank.GET = "GET", request.path, request.path_info, request.GET
    blank.META = {"QUERY_STRING": request.META.get("QUERY_STRING", "")}
    blank.user = reader
    blank.csp_nonce = place("nonce")  # type: ignore[attr-defined]
    show_as_unread(blank, place("unread") if unread else 0)
    return blank
