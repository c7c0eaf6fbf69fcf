"""A member as others see them, and what they say about themselves."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from community.people.actions import change_profile
from community.people.forms import ProfileForm
from community.people.models import User
from community.people.permissions import can_see_email


@require_GET
def member(request: HttpRequest, pk: int) -> HttpResponse:
    """Closed accounts are not there. What members say about themselves is for members (R-ORG-3)."""
    found = get_object_or_404(User.objects.active().select_related("organisation"), pk=pk)
    return render(
        request,
        "people/member.html",
        {
            "member": found,
            "shows_bio": request.user.is_authenticated,
            "shows_email": request.user.is_authenticated and can_see_email(request.user, found),
        },
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """What the member says about themselves, and whether others find them."""
    form = ProfileForm(
        request.POST or None, instance=User.objects.select_related("organisation").get(pk=request.user.pk)
    )
    if form.is_valid():
        change_profile(form.instance, **form.cleaned_data)
        messages.success(request, _("Your profile is saved."))
        return redirect(form.instance)
    return render(request, "people/profile.html", {"form": form})
