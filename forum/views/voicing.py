"""Me too, thanks, I agree, I tried it: small forms below a post that lead back to it."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from forum import actions, queries
from forum.engine import Post
from forum.errors import ForumError
from forum.views.fetching import member, post_or_404


@require_POST
def vote(request: HttpRequest, post_pk: int) -> HttpResponse:
    """Wait for the answer, too; with `back` no longer."""
    gives = "back" not in request.POST
    act = actions.vote_question if gives else actions.withdraw_vote
    return _say(request, post_pk, "votes", gives, lambda post: act(member(request), post))


@require_POST
def react(request: HttpRequest, post_pk: int) -> HttpResponse:
    """Give the reaction that the pressed button names, or take it back."""
    gives = "take" not in request.POST
    kind = request.POST.get("give" if gives else "take", "")
    act = actions.add_reaction if gives else actions.withdraw_reaction
    return _say(request, post_pk, f"{kind}_count", gives, lambda post: act(member(request), post, kind))


def _say(request: HttpRequest, pk: int, counted: str, gives: bool, act: Callable[[Post], object]) -> HttpResponse:
    """Back to the post; for the script that pressed the button, how many there are now."""
    post, quietly = post_or_404(request.user, pk), request.headers.get("Accept") == "application/json"
    try:
        act(post)
    except ForumError as refusal:
        if quietly:
            return JsonResponse({"error": str(refusal)}, status=refusal.status)
        messages.error(request, str(refusal))
    if quietly:
        post.detail.refresh_from_db(fields=[counted])
        return JsonResponse({"pressed": gives, "count": getattr(post.detail, counted)})
    return redirect(queries.place_url(request.user, post))
