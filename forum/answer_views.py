"""Saying on a topic's page which reply answers a question that was carried there."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from community.people.models import User
from forum import actions, queries
from forum.engine import Post
from forum.errors import ForumError
from forum.permissions import can_read_post


@require_POST
def accept(request: HttpRequest, post_pk: int) -> HttpResponse:
    """This reply answers the carried post that the form names."""
    answer = _post_or_404(request, str(post_pk))
    carried = _post_or_404(request, request.POST.get("question", ""))
    try:
        actions.accept_answer(_member(request), carried, answer)
    except ForumError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Thank you. Everyone who waited for this answer is told."))
    return redirect(queries.place_url(request.user, answer))


@require_POST
def withdraw(request: HttpRequest, post_pk: int) -> HttpResponse:
    """The carried post waits for its answer again."""
    carried = _post_or_404(request, str(post_pk))
    actions.withdraw_answer(_member(request), carried)
    messages.success(request, _("The question is open again."))
    return redirect(queries.place_url(request.user, carried))


def _member(request: HttpRequest) -> User:
    if not request.user.is_authenticated:
        raise PermissionDenied
    return request.user


def _post_or_404(request: HttpRequest, pk: str) -> Post:
    post = queries.find_post(int(pk)) if pk.isascii() and pk.isdigit() and len(pk) < 19 else None
    if post is None or not can_read_post(request.user, post):
        raise Http404
    return post
