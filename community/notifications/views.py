"""The inbox, and the door out of the mails."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from community.notifications import actions
from community.notifications.mail import user_of_token
from community.notifications.models import Notification
from community.notifications.queries import readable, wants_email
from community.people.models import User

PER_PAGE = 30


class MemberRequest(HttpRequest):
    """A request by somebody who is signed in, as `login_required` makes sure."""

    user: User


@require_GET
@login_required
def inbox(request: MemberRequest) -> HttpResponse:
    told = Notification.objects.of(request.user)
    page = Paginator(told, PER_PAGE).get_page(request.GET.get("page"))
    items = readable(request.user, page.object_list)
    return render(
        request,
        "notifications/inbox.html",
        {"items": items, "page": page, "by_mail": wants_email(request.user)},
    )


@require_POST
@login_required
def open_notification(request: MemberRequest, pk: int) -> HttpResponse:
    """Note it as read and go to what it is about."""
    notification = get_object_or_404(Notification.objects.of(request.user), pk=pk)
    if not readable(request.user, [notification]):
        raise Http404
    actions.mark_read(request.user, pk)
    return redirect(notification.url)


@require_POST
@login_required
def mark_all_read(request: MemberRequest) -> HttpResponse:
    actions.mark_all_read(request.user)
    return redirect("notifications:inbox")


@require_POST
@login_required
def set_mail(request: MemberRequest) -> HttpResponse:
    actions.set_email_notifications(request.user, wanted=request.POST.get("wanted") == "yes")
    return redirect("notifications:inbox")


@csrf_exempt  # mail programs post here by themselves (RFC 8058); the signed address is the proof
@require_http_methods(["GET", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Ask on GET, because programs open links in mails to look at them; switch off on POST (safety E14)."""
    user = user_of_token(token)
    if user is None:
        raise Http404
    if request.method == "POST":
        actions.set_email_notifications(user, wanted=False)
    return render(request, "notifications/unsubscribe.html", {"done": request.method == "POST"})
