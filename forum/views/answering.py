"""Saying on a topic's page which reply answers its question, or one that was carried there."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from forum import actions, queries
from forum.engine import Post
from forum.errors import ForumError
from forum.views.fetching import member, post_or_404


@require_POST
def accept(request: HttpRequest, post_pk: int) -> HttpResponse:
    """This reply answers the question that the form names by its post."""
    answer = post_or_404(request.user, post_pk)
    question = _named_post_or_404(request, request.POST.get("question", ""))
    try:
        actions.accept_answer(member(request), question, answer)
    except ForumError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Thank you. Everyone who waited for this answer is told."))
    return redirect(queries.place_url(request.user, answer))


@require_POST
def withdraw(request: HttpRequest, post_pk: int) -> HttpResponse:
    """The question of this post waits for its answer again."""
    question = post_or_404(request.user, post_pk)
    actions.withdraw_answer(member(request), question)
    messages.success(request, _("The question is open again."))
    return redirect(queries.place_url(request.user, question))


def _named_post_or_404(request: HttpRequest, pk: str) -> Post:
    if not (pk.isascii() and pk.isdigit() and len(pk) < 19):
        raise Http404
    return post_or_404(request.user, int(pk))
