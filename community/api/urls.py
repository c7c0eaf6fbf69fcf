"""Every address below /api/v1/. What is said about all answers is said here, around whatever makes them."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.urls import URLPattern, path, re_path
from django.utils.cache import patch_vary_headers
from django.views.decorators.csrf import csrf_exempt

from community.api import docs
from community.api.problems import NOT_FOUND, WRONG_METHOD, Problem, answer
from community.api.service import api

app_name = "api"
BEYOND = 2**62  # numbers that no row has, and that databases do not hold


def _around(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Nothing is kept by anybody on the way, and refusals of the machinery look like all others.

    Exempt from the check of forms, because no cookie is looked at here: see callers.
    """

    @csrf_exempt
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "HEAD":
            request.method = "GET"  # the server leaves the body out
        beyond = any(isinstance(number, int) and number >= BEYOND for number in kwargs.values())
        response = answer(Problem(NOT_FOUND)) if beyond else view(request, *args, **kwargs)
        if response.status_code == 405:
            allowed = response.headers.get("Allow", "")
            response = answer(Problem(WRONG_METHOD))
            response.headers["Allow"] = allowed
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Robots-Tag"] = "noindex"
        patch_vary_headers(response, ["Authorization"])
        return response

    return guarded


def _guarded(one: Any) -> URLPattern:
    """An address of the library, answered within the above."""
    return URLPattern(one.pattern, _around(one.callback), one.default_args, one.name)


def _nothing(request: HttpRequest) -> HttpResponseBase:
    return answer(Problem(NOT_FOUND))


urlpatterns = [
    path("", docs.docs, name="docs"),
    *map(_guarded, api.urls[0]),
    re_path(r"^.+$", _around(_nothing)),
]
