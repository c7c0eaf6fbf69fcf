"""What members follow, which mails they want, and the door out of the mails."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from community.notifications import actions, followables
from community.notifications.forms import PreferenceForm
from community.notifications.leaving import exit_of
from community.notifications.models import Level
from community.notifications.queries import followed_by, preference_of
from community.notifications.views.inbox import MemberRequest

SAID = {
    Level.INSTANT: gettext_lazy("You hear of “%(title)s” at once."),
    Level.DIGEST: gettext_lazy("“%(title)s” is in your digest from now on."),
    Level.MUTE: gettext_lazy("“%(title)s” is muted. You hear nothing of it, even if somebody mentions you there."),
    "": gettext_lazy("You do not follow “%(title)s” any more."),
}


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def following(request: MemberRequest) -> HttpResponse:
    """Everything the member follows, and their wishes about mails."""
    preference = preference_of(request.user)
    form = PreferenceForm(request.POST or None, instance=preference)
    if request.method == "POST" and form.is_valid():
        actions.set_preferences(request.user, **form.cleaned_data)
        messages.success(request, _("Your choice is saved."))
        return redirect("notifications:following")
    context = {"form": form, "kinds": followed_by(request.user), "offers": followables.offers(request.user)}
    return render(request, "notifications/following.html", context, status=422 if form.errors else 200)


@require_POST
@login_required
def follow(request: MemberRequest) -> HttpResponse:
    """Set the level that the form names; an empty one follows it no more."""
    kind, object_id, level = (request.POST.get(name, "") for name in ("kind", "object_id", "level"))
    try:
        found = followables.find(request.user, kind, object_id)
        if level:
            actions.follow(request.user, kind, object_id, level)
        else:
            actions.unfollow(request.user, kind, object_id)
    except (LookupError, ValueError, PermissionDenied):
        raise Http404 from None
    if found:
        messages.success(request, SAID[level] % {"title": found.title})
    return redirect(_back(request))


def _back(request: HttpRequest) -> str:
    """The page that the control stands on; never another host's."""
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return back if safe and back.startswith("/") else reverse("notifications:following")


@csrf_exempt  # mail programs post here by themselves (RFC 8058); the signed address is the proof
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Ask on GET, because programs open links in mails to look at them; end it on POST (safety E14)."""
    way = exit_of(token)
    if way is None:
        raise Http404
    if request.method == "POST":
        actions.leave(way)
    return render(request, "notifications/unsubscribe.html", {"way": way, "done": request.method == "POST"})
