"""Nothing is written anywhere by whoever is suspended, whatever floor it is for: one gate in front of all forms.

The floors ask `can_write` themselves as well; this says at every address, also of the engines, why it is not done.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

SAFE = {"GET", "HEAD", "OPTIONS", "TRACE"}  # RFC 9110, 9.2.1
OPEN_NAMESPACES = {"moderation", "notifications"}  # report, appeal, read what was told
OPEN_PREFIX = "account_"  # allauth's names: signing in and out, one's own address and password

View = TypeVar("View", bound=Callable[..., HttpResponse])


def also_when_suspended(view: View) -> View:
    """Mark a view that writes nothing for others, such as marking posts as read."""
    view.also_when_suspended = True  # type: ignore[attr-defined]
    return view


class HoldPens:
    """Middleware. Asks who it is only of requests that want to change something."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable, args: Any, kwargs: Any) -> HttpResponse | None:
        if request.method in SAFE or _is_open(request, view):
            return None
        user = request.user
        return _refusal(request) if user.is_authenticated and user.is_suspended else None


def _is_open(request: HttpRequest, view: Callable) -> bool:
    match = request.resolver_match
    if match is None or getattr(view, "also_when_suspended", False):
        return True
    return bool(OPEN_NAMESPACES.intersection(match.namespaces)) or (match.url_name or "").startswith(OPEN_PREFIX)


def _refusal(request: HttpRequest) -> HttpResponse:
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({"error": sentence_for(request.user)}, status=403)
    return render(request, "moderation/suspended.html", {"sentence": sentence_for(request.user)}, status=403)


def sentence_for(user: Any) -> str:
    """Until when, in the words of the page."""
    until = date_format(localtime(user.suspended_until), "j F Y, H:i")
    return _("A moderator has suspended you until %(until)s. You can read, but not write.") % {"until": until}
