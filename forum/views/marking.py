"""Going on from where one stopped reading, and leaving the rest behind."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from community.moderation.suspended import also_when_suspended
from forum import actions, queries
from forum.views.fetching import forum_or_404, member, topic_or_404


@require_safe
def topic_continue(request: HttpRequest, topic_pk: int) -> HttpResponse:
    """On to the first post that is new to the reader, or to the top of the topic."""
    topic = topic_or_404(request.user, topic_pk)
    post = queries.first_unread(request.user, topic)
    if post is None:
        return redirect(queries.topic_url(topic))
    post.topic = topic
    return redirect(queries.place_url(request.user, post))


@also_when_suspended
@require_POST
def all_read(request: HttpRequest) -> HttpResponse:
    actions.mark_all_read(member(request))
    messages.success(request, _("Everything counts as read now."))
    return redirect("forum:index")


@also_when_suspended
@require_POST
def forum_read(request: HttpRequest, forum_pk: int) -> HttpResponse:
    forum = forum_or_404(request.user, forum_pk)
    actions.mark_all_read(member(request), forum)
    messages.success(request, _("Everything in this forum counts as read now."))
    return redirect(queries.forum_url(forum))
