"""Suspending a member; and, for who is suspended, why and until when."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from community.moderation import actions, permissions
from community.moderation.forms import SuspensionForm
from community.moderation.standing import find_member, suspension_of
from community.people.models import User


def suspend(request: HttpRequest, pk: int) -> HttpResponse:
    member = find_member(str(pk))
    if member is None or not permissions.can_suspend_member(request.user, member):
        raise Http404
    form = SuspensionForm(request.POST or None)
    if form.is_valid():
        try:
            made = actions.suspend_member(request.user, member, form.end, form.grounds)
            messages.success(request, _("Suspended. The member has been told why, and until when."))
            return redirect(made)
        except actions.WrongTime as error:
            form.add_error("until", str(error))
        except actions.ModerationError as error:
            form.add_error(None, str(error))
    context = {"member": member, "standing": suspension_of(member), "form": form}
    return render(request, "moderation/suspend.html", context)


@require_GET
def standing(request: HttpRequest) -> HttpResponse:
    """On to the statement of reasons of whoever asks; there is none for anybody else."""
    found = suspension_of(request.user) if isinstance(request.user, User) else None
    if found is None:
        raise Http404
    return redirect(found)
