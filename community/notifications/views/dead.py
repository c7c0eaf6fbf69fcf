"""Mails that were given up, for organisers: what the mail server said, and another try."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from community.notifications import actions
from community.notifications.queries import dead_letters
from community.notifications.views.inbox import PER_PAGE, MemberRequest
from community.people.permissions import is_organiser


@require_GET
@login_required
def dead(request: MemberRequest) -> HttpResponse:
    _require_organiser(request)
    page = Paginator(dead_letters(), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "notifications/dead.html", {"page": page})


@require_POST
@login_required
def try_again(request: MemberRequest, pk: int) -> HttpResponse:
    _require_organiser(request)
    if actions.try_again(request.user, pk):
        messages.success(request, _("We try again within a minute."))
    return redirect("notifications:dead")


def _require_organiser(request: MemberRequest) -> None:
    if not is_organiser(request.user):
        raise Http404
