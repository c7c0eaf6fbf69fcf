"""What was written lately, for programs that read many places at once.

The open feeds are the same for everybody: they never look who asks, so a private forum has none here, not even for its
members. These make an address of their own.
"""

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from community.lib import atom
from forum.feeds import common_feed, forum_feed
from forum.views.fetching import forum_or_404


@require_safe
def feed(request: HttpRequest, forum_pk: int) -> HttpResponseBase:
    forum = forum_or_404(AnonymousUser(), forum_pk)
    if not forum.is_forum:  # a category has no topics of its own
        raise Http404
    return atom.answer(request, forum_feed(forum))


@require_safe
def common(request: HttpRequest) -> HttpResponseBase:
    return atom.answer(request, common_feed())
