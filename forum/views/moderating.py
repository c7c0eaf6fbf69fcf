"""Locking topics and letting posts in."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from forum import actions, queries
from forum.views.fetching import member, post_or_404, topic_or_404


@require_POST
def topic_lock(request: HttpRequest, topic_pk: int) -> HttpResponse:
    topic = actions.lock_topic(member(request), topic_or_404(request.user, topic_pk))
    messages.success(request, _("The topic is locked. Only moderators can post in it now."))
    return redirect(queries.topic_url(topic))


@require_POST
def topic_unlock(request: HttpRequest, topic_pk: int) -> HttpResponse:
    topic = actions.unlock_topic(member(request), topic_or_404(request.user, topic_pk))
    messages.success(request, _("The topic is open again."))
    return redirect(queries.topic_url(topic))


@require_POST
def post_approve(request: HttpRequest, post_pk: int) -> HttpResponse:
    post = actions.approve_post(member(request), post_or_404(request.user, post_pk))
    messages.success(request, _("Everyone can read the post now."))
    return redirect(queries.place_url(request.user, post))
