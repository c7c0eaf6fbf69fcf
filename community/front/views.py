"""Where the floors meet. Reads only."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from community.front import results
from community.search.queries import MAX_QUERY

PER_PAGE = 20


@require_GET
def search(request: HttpRequest) -> HttpResponse:
    typed = " ".join(request.GET.get("q", "")[:MAX_QUERY].split())
    found = results.search(request.user, typed, request.GET.get("kind", ""))
    page = Paginator(results.bundles(found.entries), PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "front/search.html",
        {
            "query": typed,
            "found": found,
            "page": page,
            "results": [results.result(bundle, typed) for bundle in page],
            "tabs": found.tabs() if found.total else [],
            "everything": f"?{urlencode({'q': typed})}",
            "shorter": [] if found.entries else results.shorter(typed),
        },
    )
