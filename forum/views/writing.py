"""What members write: topics, replies, changes, and the preview of each."""

from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from community.lib import markdown, ratelimit
from forum import actions, kinds, limits, queries
from forum.actions.once import count_try
from forum.engine import Forum, Post, Topic
from forum.errors import ForumError, TopicLocked
from forum.forms import ReplyForm, TopicForm, WritingForm
from forum.kind_forms import AboutTopicForm, edit_form_for, topic_form_for
from forum.models import TopicDetail
from forum.permissions import can_announce, can_edit_post, can_reply, can_start_topic
from forum.views.composing import (
    Composer,
    bound,
    draft_for,
    looked_at,
    named_post,
    reply_form,
    warnings_about,
    words_of,
)
from forum.views.fetching import forum_or_404, member, post_or_404, topic_for_words, topic_or_404

Written = TypeVar("Written")


@require_http_methods(["GET", "HEAD", "POST"])
def topic_new(request: HttpRequest, forum_pk: int, slug: str) -> HttpResponse:
    forum = forum_or_404(request.user, forum_pk)
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    if not can_start_topic(request.user, forum):
        raise PermissionDenied
    draft = draft_for(request.user, forum) if request.method != "POST" else None
    words = words_of(draft)
    kind = kinds.kind_named(request.POST.get("kind") or request.GET.get("kind") or words.get("kind", ""))
    may_announce = can_announce(request.user, forum)
    brought = {"subject": request.GET.get("subject", "")[: limits.SUBJECT_MAX]}  # by a search that found nothing
    initial = {**brought, **words, "kind": kind}
    make_form = partial(topic_form_for(kind), initial=initial, announcements=may_announce)
    form = bound(request, forum, make_form) if request.method == "POST" else make_form()
    if _is_sent(request, form):
        topic = _write(request, form, "topic", lambda: _start_topic(request, forum, form))
        if topic is not None:
            return _to_topic(request, topic)
    context = {"forum": forum, "crumbs": queries.crumbs(request.user, forum, forum)}
    context["kinds"] = kinds.offered(kind, announcements=may_announce)
    return _form_page(request, "forum/topic_new.html", form, context, Composer(member(request), forum, forum, draft))


def draft_topic(request: HttpRequest, forum: Forum, *, subject: str, content: str, back: str) -> HttpResponse:
    """The form for a new topic, filled in and not sent: for floors above that bring words along. Stores nothing.

    `back`: where somebody came from who changes their mind. Raises PermissionDenied.
    """
    if not can_start_topic(request.user, forum):
        raise PermissionDenied
    words = {"subject": subject[: limits.SUBJECT_MAX], "content": content[: limits.CONTENT_MAX]}
    form = AboutTopicForm(
        initial={**words, "kind": TopicDetail.Kind.DISCUSSION}, announcements=can_announce(request.user, forum)
    )
    action = reverse("forum:topic_new", args=[forum.pk, forum.slug or "forum"])
    context = {"forum": forum, "crumbs": queries.crumbs(request.user, forum, forum), "action": action, "back": back}
    return render(
        request, "forum/topic_new.html", context | {"form": form, "composer": Composer(member(request), forum)}
    )


@require_http_methods(["GET", "HEAD", "POST"])
def reply(request: HttpRequest, topic_pk: int) -> HttpResponse:
    fetch = topic_for_words if request.method == "POST" else topic_or_404
    topic = fetch(request.user, topic_pk)
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    context = {"topic": topic, "crumbs": queries.crumbs(request.user, topic.forum, topic.forum, topic)}
    if not can_reply(request.user, topic):
        return _refused_reply(request, ReplyForm(request.POST or None), context)
    draft = None
    if request.method == "POST":
        form = bound(request, topic.forum, ReplyForm)
        answered = named_post(request.user, topic, request.POST.get("reply_to"))
        if _is_sent(request, form):
            post = _write(request, form, "post", lambda: _reply(request, topic, form, answered))
            if post is not None:
                return _to_post(request, post)
    else:
        draft = draft_for(request.user, topic)
        form, answered = reply_form(request, topic, draft)
    return _form_page(
        request, "forum/reply.html", form, context, Composer(member(request), topic.forum, topic, draft, answered)
    )


@require_http_methods(["GET", "HEAD", "POST"])
def post_edit(request: HttpRequest, post_pk: int) -> HttpResponse:
    post = post_or_404(request.user, post_pk)
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    if not can_edit_post(request.user, post):
        raise PermissionDenied
    forum = post.topic.forum
    make_form = edit_form_for(post.detail, queries.topic_detail(post.topic))
    form = (
        bound(request, forum, make_form)
        if request.method == "POST"
        else make_form(initial={"content": post.content.raw})
    )
    if _is_sent(request, form):
        words = {name: form.cleaned_data.get(name) for name in ("content", "reason", "sections")}
        changed = _write(request, form, "post", lambda: actions.edit_post(member(request), post, **words))
        if changed is not None:
            return _to_changed_post(request, post, changed)
    crumbs = queries.crumbs(request.user, forum, forum, post.topic)
    context = {"post": post, "topic": post.topic, "crumbs": crumbs}
    return _form_page(request, "forum/post_edit.html", form, context, Composer(member(request), forum), post)


@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """The text as it would stand in a post, by the same renderer (safety C3); for the preview that needs no page."""
    if not request.user.is_authenticated:
        raise PermissionDenied
    wait = ratelimit.allow(f"preview:{request.user.pk}", *limits.PREVIEWS)
    if wait:
        return HttpResponse(status=429, headers={"Retry-After": str(wait)})
    text = limits.tidy(request.POST.get("content", ""))[: limits.CONTENT_MAX]
    forum = _named_forum(request)
    if forum is None:
        return render(request, "forum/preview.html", {"preview": markdown.render(text)})
    return render(request, "forum/preview.html", looked_at(text, forum, member(request)))


# --- Parts of the above -------------------------------------------------------------------------------------------


def _is_sent(request: HttpRequest, form: WritingForm) -> bool:
    """A valid form that is meant to be written; with the other buttons it is only meant to be looked at."""
    return not {"preview", "attach"} & request.POST.keys() and form.is_bound and form.is_valid()


def _named_forum(request: HttpRequest) -> Forum | None:
    """For which forum a preview is; without one it knows nobody and no file."""
    pk = request.GET.get("forum", "")
    return forum_or_404(request.user, int(pk)) if pk.isascii() and pk.isdigit() and len(pk) < 19 else None


def _write(request: HttpRequest, form: WritingForm, what: str, write: Callable[[], Written]) -> Written | None:
    """What `write` made, or None when the form now says why nothing was made."""
    try:
        count_try(what, member(request), form.cleaned_data.get("client_id"))
        return write()
    except ForumError as error:
        form.refuse(error)
    except ValidationError as error:  # what only the action can see, such as a file that went meanwhile
        form.add_error(form.text_field, error)
        form.status = 422
    return None


def _start_topic(request: HttpRequest, forum: Forum, form: TopicForm) -> Topic:
    return actions.start_topic(member(request), forum, **form.words)


def _reply(request: HttpRequest, topic: Topic, form: ReplyForm, answered: Post | None) -> Post:
    return actions.reply(member(request), topic, **{**form.words, "reply_to": answered})


def _refused_reply(request: HttpRequest, form: WritingForm, context: dict[str, Any]) -> HttpResponse:
    """Say on the page that the topic is locked, with what was typed still there; else it is simply not allowed."""
    if not context["topic"].is_locked:
        raise PermissionDenied
    context |= {"form": form, "refused": TopicLocked.sentence}
    return render(request, "forum/reply.html", context, status=TopicLocked.status)


def _form_page(
    request: HttpRequest,
    template: str,
    form: WritingForm,
    context: dict[str, Any],
    composer: Composer,
    post: Post | None = None,
) -> HttpResponse:
    """The form with its errors, or with the preview that was asked for."""
    context |= {"form": form, "composer": composer}
    if form.is_bound and "preview" in request.POST and form.is_valid():
        context |= looked_at(form.cleaned_data["content"], composer.forum, member(request), post)
    return render(request, template, context, status=form.status)


def _to_topic(request: HttpRequest, topic: Topic) -> HttpResponse:
    _warn(request, topic.first_post)
    if topic.approved:
        return redirect(queries.topic_url(topic))
    _say_waiting(request, topic.forum)
    return redirect(queries.topic_url(topic))


def _to_post(request: HttpRequest, post: Post) -> HttpResponse:
    _warn(request, post)
    if post.approved:
        return redirect(queries.newest_url(request.user, post))
    _say_waiting(request, post.topic.forum)
    return redirect(queries.place_url(request.user, post))


def _to_changed_post(request: HttpRequest, before: Post, after: Post) -> HttpResponse:
    _warn(request, after)
    if after.approved or not before.approved:
        messages.success(request, _("Your change is saved."))
        return redirect(queries.place_url(request.user, after))
    said = _("Your change is saved. A moderator reads it first; until then nobody else sees your post.")
    messages.info(request, said)
    return redirect(queries.place_url(request.user, after))


def _say_waiting(request: HttpRequest, forum: Forum) -> None:
    said = _("Thank you. A moderator reads new posts in this forum first; yours will appear then.")
    if not forum.detail.needs_approval:
        said = _("Thank you. A moderator reads the first post of everybody who is new; yours will appear then.")
    messages.info(request, said)


def _warn(request: HttpRequest, post: Post) -> None:
    """Tell the author of whoever is named in the post and cannot read it."""
    for warning in warnings_about(post.content.raw, post.topic.forum):
        messages.warning(request, warning)
