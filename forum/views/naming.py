"""Completing a name after an @, and the words of a post as a quotation: small answers for the box people write in."""

from django.http import Http404, HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from forum import limits
from forum.errors import ForumError
from forum.mentions import people_to_mention
from forum.permissions import can_attach, can_read_words
from forum.quoting import author_name, quote_of
from forum.views.fetching import forum_or_404, member, post_or_404


@require_safe
def people(request: HttpRequest, forum_pk: int) -> JsonResponse:
    """Readers of the forum whose name begins like this, for whoever writes there."""
    forum = forum_or_404(request.user, forum_pk)
    asker = member(request)
    if not can_attach(asker, forum):
        raise Http404
    try:
        limits.slow_down("name", asker)
    except ForumError as refusal:
        return JsonResponse({"error": str(refusal)}, status=refusal.status)
    found = people_to_mention(forum, request.GET.get("q", "")[:80], asker)
    shown = [
        {
            "name": user.display_name,
            "handle": handle,
            "from": ", ".join(filter(None, [user.organisation_label, user.get_country_display()])),
        }
        for user, handle in found
    ]
    return JsonResponse({"people": shown})


@require_safe
def quote(request: HttpRequest, post_pk: int) -> JsonResponse:
    """The words of a post, as another one would quote them (safety B13)."""
    post = post_or_404(member(request), post_pk)
    if not can_read_words(request.user, post):
        raise Http404
    return JsonResponse({"markdown": quote_of(post), "name": author_name(post)})
