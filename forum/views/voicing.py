"""Me too, thanks, I agree, I tried it: small forms below a post that lead back to it."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from forum import actions, queries
from forum.engine import Post
from forum.errors import ForumError
from forum.views.fetching import member, post_or_404


@require_POST
def vote(request: HttpRequest, post_pk: int) -> HttpResponse:
    """Wait for the answer, too; with `back` no longer."""
    act = actions.withdraw_vote if "back" in request.POST else actions.vote_question
    return _back_to_post(request, post_pk, lambda post: act(member(request), post))


@require_POST
def react(request: HttpRequest, post_pk: int) -> HttpResponse:
    """Give the reaction that the pressed button names, or take it back."""
    if kind := request.POST.get("take", ""):
        return _back_to_post(request, post_pk, lambda post: actions.withdraw_reaction(member(request), post, kind))
    given = request.POST.get("give", "")
    return _back_to_post(request, post_pk, lambda post: actions.add_reaction(member(request), post, given))


def _back_to_post(request: HttpRequest, pk: int, act: Callable[[Post], object]) -> HttpResponse:
    post = post_or_404(request.user, pk)
    try:
        act(post)
    except ForumError as refusal:
        messages.error(request, str(refusal))
    return redirect(queries.place_url(request.user, post))
