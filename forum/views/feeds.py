"""What was written lately, for programs that read many places at once.

The open feeds are the same for everybody: they never look who asks, so a private forum has none here, not even for its
members. These make an address of their own, with a key in it that they can take back.
"""

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

from community.lib import atom
from community.people.permissions import Person
from community.tokens import actions as tokens
from community.tokens.errors import TooManyKeys
from community.tokens.models import AccessToken
from community.tokens.queries import feed_keys, find_key
from forum import queries
from forum.engine import Forum
from forum.feeds import common_feed, forum_feed, has_public_feed
from forum.following import FORUM
from forum.views.fetching import forum_or_404, member


@require_safe
def feed(request: HttpRequest, forum_pk: int) -> HttpResponseBase:
    return atom.answer(request, forum_feed(_forum_or_404(AnonymousUser(), forum_pk)))


@require_safe
def common(request: HttpRequest) -> HttpResponseBase:
    return atom.answer(request, common_feed())


@require_safe
@sensitive_variables("secret")
def own(request: HttpRequest, secret: str) -> HttpResponseBase:
    """A forum by a member's own address. What the member may read is asked at this moment, of nobody's session.

    While a member is suspended, what they have handed out rests; they themselves read on, on the page.
    """
    key = find_key(secret, AccessToken.Purpose.FEED)
    if key is None or key.kind != FORUM or key.user.is_suspended:
        raise Http404
    forum = _forum_or_404(key.user, int(key.object_id))
    tokens.note_use(key)
    return atom.answer(request, forum_feed(forum), private=True)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
@sensitive_variables("made", "address")
def make(request: HttpRequest, forum_pk: int) -> HttpResponse:
    """The page on which a member makes their own address. It is in the answer to the form, and nowhere else."""
    user = member(request)
    forum = _forum_or_404(user, forum_pk)
    context: dict[str, Any] = {"forum": forum, "crumbs": queries.crumbs(user, forum, forum)}
    if request.method == "POST":
        try:
            made = tokens.make_feed_key(user, FORUM, forum.pk)
            context["address"] = settings.WAGTAILADMIN_BASE_URL + reverse("forum:own_feed", args=[made.secret])
        except TooManyKeys as error:
            context["refused"] = str(error)
    context |= {"keys": feed_keys(user, FORUM, forum.pk), "is_open": has_public_feed(user, forum)}
    return render(request, "forum/feed_key.html", context, status=409 if "refused" in context else 200)


def _forum_or_404(user: Person, pk: int) -> Forum:
    """A forum with topics of its own: a category has no feed."""
    forum = forum_or_404(user, pk)
    if not forum.is_forum:
        raise Http404
    return forum
