"""The page on which a member gives programs access, and takes it back."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from community.moderation.suspended import also_when_suspended
from community.people.models import User
from community.tokens import actions
from community.tokens.errors import TooManyKeys
from community.tokens.forms import KeyForm
from community.tokens.models import AccessToken
from community.tokens.queries import keys_of

Purpose = AccessToken.Purpose


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
@sensitive_variables("made")
def access(request: HttpRequest) -> HttpResponse:
    """All keys of the member, and the form for a new one. A new key is on the page that answers the form, and only
    there: not even a redirect keeps it."""
    user = cast(User, request.user)
    form = KeyForm(request.POST if request.method == "POST" else None)
    made = _make(user, form) if form.is_valid() else None
    status = 422 if form.errors else 200
    context = {"form": KeyForm() if made else form, "made": made, **_keys(user)}
    return render(request, "tokens/access.html", context, status=status)


@also_when_suspended
@require_POST
@login_required
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a key back, which nobody can be kept from."""
    try:
        actions.revoke_key(cast(User, request.user), pk)
    except LookupError:
        raise Http404 from None
    messages.success(request, _("This key opens nothing any more."))
    return redirect("tokens:access")


def _make(user: User, form: KeyForm) -> actions.MadeKey | None:
    try:
        return actions.make_api_key(user, **form.cleaned_data)
    except TooManyKeys as error:
        form.add_error(None, str(error))
        return None


def _keys(user: User) -> dict[str, Any]:
    return {"api_keys": keys_of(user, Purpose.API), "feed_keys": keys_of(user, Purpose.FEED)}
