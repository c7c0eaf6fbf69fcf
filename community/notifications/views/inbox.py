"""The inbox, and what leads from news to what it is about."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST, require_safe

from community.notifications import actions
from community.notifications.inbox import days_of, found_among, lost_among
from community.notifications.models import Notification
from community.notifications.queries import dead_letters, forget_unread, readable, unread_of
from community.people.models import User
from community.people.permissions import is_organiser

PER_PAGE = 30


class MemberRequest(HttpRequest):
    """A request by somebody who is signed in, as `login_required` makes sure."""

    user: User


@require_GET
@login_required
def inbox(request: MemberRequest) -> HttpResponse:
    """The news by day. What the member may see no more ends to count as unread here, where they look for it in vain."""
    heads = Notification.objects.of(request.user).heads()
    page = Paginator(heads, PER_PAGE).get_page(request.GET.get("page"))
    given_up = is_organiser(request.user) and dead_letters().exists()
    days = days_of(request.user, list(page))
    lost, found = lost_among(list(page), days), found_among(list(page), days)
    if lost or found:
        actions.keep_from(request.user, lost)
        actions.show_again(request.user, found)
        forget_unread(request)
    context = {"days": days, "page": page, "given_up": given_up}
    return render(request, "notifications/inbox.html", context)


@require_POST
@login_required
def open_notification(request: MemberRequest, pk: int) -> HttpResponse:
    """Note it as read and go to what it is about, at the oldest that is new."""
    told = get_object_or_404(Notification.objects.of(request.user), pk=pk)
    days = days_of(request.user, [told])
    if not days:
        raise Http404
    actions.mark_read(request.user, pk)
    return redirect(days[0].lines[0].url)


@require_safe
@login_required
def go(request: MemberRequest, pk: int) -> HttpResponse:
    """Where a mail leads: to what it is about, or with ?answer to where it is answered; who is signed out, signs in.

    It notes nothing as read, because programs open links in mails to look at them; the page itself does.
    """
    told = readable(request.user, [get_object_or_404(Notification.objects.of(request.user), pk=pk)])
    if not told:
        raise Http404
    says = told[0].says
    return redirect(says.answer_url if "answer" in request.GET and says.answer_url else says.url)


@require_POST
@login_required
def mark_read(request: MemberRequest, pk: int) -> HttpResponse:
    actions.mark_read(request.user, pk)
    return redirect("notifications:inbox")


@require_POST
@login_required
def mark_all_read(request: MemberRequest) -> HttpResponse:
    actions.mark_all_read(request.user)
    return redirect("notifications:inbox")


@require_safe
@never_cache
def unread(request: HttpRequest) -> HttpResponse:
    """The number for the header of a page that stays open; nothing for guests, whose pages do not ask."""
    if not request.user.is_authenticated:
        return HttpResponse(status=204)
    return JsonResponse({"unread": unread_of(request)})
