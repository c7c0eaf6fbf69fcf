"""Where the floors meet. Reads only."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from community.front import results, unanswered_tabs
from community.search.queries import MAX_QUERY
from forum.helping import facilitators, shown_questions, waiting_questions
from forum.permissions import can_see_unanswered

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


@require_GET
def unanswered(request: HttpRequest) -> HttpResponse:
    """The facilitators' desk: what has waited longest, and what can be done about it. Not there for anybody else."""
    if not can_see_unanswered(request.user):
        raise Http404
    show = unanswered_tabs.asked(request.GET.get("show", ""))
    page = waiting_questions(request.user, show, request.GET.get("page"))
    context = {
        "page": page,
        "questions": shown_questions(request.user, page),
        "show": show,
        "tabs": unanswered_tabs.tabs(show),
        "people": facilitators(),
    }
    return render(request, "front/unanswered.html", context)
