"""What a post said before: every version, what each change did, and hiding what should not have been written."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from forum import actions, queries
from forum.engine import Post
from forum.history import history_of
from forum.models import PostVersion
from forum.permissions import can_moderate, can_read_words
from forum.views.fetching import member, post_or_404


@require_safe
def versions(request: HttpRequest, post_pk: int) -> HttpResponse:
    """For members who may read the post (R-FOR-8). One change at a time, the latest unless another is asked for."""
    post = _post(request, post_pk)
    moderates = can_moderate(request.user, post.topic.forum)
    topic = post.topic
    context = {
        "post": post,
        "topic": topic,
        "crumbs": queries.crumbs(request.user, topic.forum, topic.forum, topic),
        "history": history_of(post, request.GET.get("version", ""), sees_hidden=moderates),
        "can_moderate": moderates,
    }
    return render(request, "forum/versions.html", context)


@require_POST
def hide(request: HttpRequest, post_pk: int, version_pk: int) -> HttpResponse:
    version = _version(request, post_pk, version_pk)
    actions.hide_version(member(request), version, request.POST.get("reason", "").strip())
    messages.success(request, _("Only moderators can read this version now."))
    return redirect("forum:versions", post_pk)


@require_POST
def restore(request: HttpRequest, post_pk: int, version_pk: int) -> HttpResponse:
    actions.restore_version(member(request), _version(request, post_pk, version_pk))
    messages.success(request, _("Everyone who reads the post can read this version again."))
    return redirect("forum:versions", post_pk)


def _post(request: HttpRequest, pk: int) -> Post:
    post = post_or_404(member(request), pk)
    if not can_read_words(request.user, post):
        raise Http404
    return post


def _version(request: HttpRequest, post_pk: int, version_pk: int) -> PostVersion:
    version = get_object_or_404(PostVersion, pk=version_pk, post=_post(request, post_pk))
    version.post = _post(request, post_pk)
    return version
