"""Pages for visitors without an account, drawn once for all of them until something changes."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language_from_request

from community.freshness.parts import keeps, state_for
from community.freshness.store import kept
from community.freshness.watching import site_state

View = Callable[..., HttpResponse]
_LONGEST_ADDRESS = 400


def kept_for_guests(view: View) -> View:
    """Say of a view that whoever has no account gets the same page from it, whoever they are."""
    view.kept_for_guests = True  # type: ignore[attr-defined]
    return view


class KeptPages:
    """Middleware. Stands after what gives a page its policy, which is another for each answer, and before the rest."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not _may_be_kept(request):
            return self.get_response(request)
        key = ("page", request.get_host(), request.get_full_path(), get_language_from_request(request))
        found = kept.find(key)
        if found is not None and found.state == site_state():
            return _again(request, *found.value)
        response = self.get_response(request)
        state = getattr(request, "kept_under", None)
        if state is not None and _is_for_all(response):
            nonce = str(request.csp_nonce).encode()  # type: ignore[attr-defined]
            value = (response.content, dict(response.headers), nonce)
            kept.keep(key, value, state=state, size=len(response.content) + 1000)
        return response

    def process_view(self, request: HttpRequest, view: View, _args: Any, _kwargs: Any) -> None:
        """The state is read before anything that the page shows."""
        if getattr(view, "kept_for_guests", False) and _may_be_kept(request):
            request.kept_under = state_for(request.user)  # type: ignore[attr-defined]


def _may_be_kept(request: HttpRequest) -> bool:
    """No session means no account and nothing of one's own; of long addresses nobody comes a second time."""
    mine = {settings.SESSION_COOKIE_NAME, "messages"}
    return (
        request.method in {"GET", "HEAD"}
        and mine.isdisjoint(request.COOKIES)
        and len(request.META.get("QUERY_STRING", "")) < _LONGEST_ADDRESS
        and keeps()
    )


def _is_for_all(response: HttpResponse) -> bool:
    return response.status_code == 200 and not (response.streaming or response.cookies)


def _again(request: HttpRequest, content: bytes, headers: dict[str, str], nonce: bytes) -> HttpResponse:
    """The page with a nonce of this answer in place of that of the first."""
    fresh = str(request.csp_nonce).encode()  # type: ignore[attr-defined]
    return HttpResponse(content.replace(nonce, fresh), headers=headers)
