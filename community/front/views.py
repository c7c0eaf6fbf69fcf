"""Where the floors meet. Reads only."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from community.front import choices, results, unanswered_tabs
from community.front.asking import asked_for
from forum.asking import places_to_ask
from forum.helping import facilitators, shown_questions, waiting_questions
from forum.permissions import can_see_unanswered

PER_PAGE = 20


@require_GET
def search(request: HttpRequest) -> HttpResponse:
    asked = asked_for(request.GET)
    found = results.search(request.user, asked)
    page = Paginator(results.bundles(found.entries), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "asked": asked,
        "query": asked.typed,
        "found": found,
        "page": page,
        "results": results.results(list(page), asked.typed),
        "tabs": choices.tabs(found) if found.all_entries else [],
        "selects": choices.selects(found),
        "chosen": choices.chosen(asked),
    }
    if asked.typed and not found.entries:
        context["shorter"] = results.shorter(asked.typed)
        context["places"] = places_to_ask(request.user, asked.typed)
    return render(request, "front/search.html", context)


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
