"""Drafts: saved while somebody types, listed, thrown away."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from forum import actions, limits
from forum.engine import Forum, Topic
from forum.errors import ForumError
from forum.forms import DraftForm
from forum.models import Draft
from forum.queries import forum_url, topic_url
from forum.shown_drafts import shown_drafts
from forum.views.composing import warnings_about
from forum.views.fetching import forum_or_404, member, topic_or_404

MOST_SHOWN = 50


@require_POST
def save_reply(request: HttpRequest, topic_pk: int) -> HttpResponse:
    topic = topic_or_404(request.user, topic_pk)
    return _save(request, topic, topic.forum)


@require_POST
def save_topic(request: HttpRequest, forum_pk: int) -> HttpResponse:
    forum = forum_or_404(request.user, forum_pk)
    return _save(request, forum, forum)


@require_safe
@login_required
def index(request: HttpRequest) -> HttpResponse:
    """What the member has begun, latest first."""
    rows = Draft.objects.of(member(request)).select_related("topic__detail", "topic__forum", "forum")
    drafts = shown_drafts(request.user, rows.newest_first()[:MOST_SHOWN])
    return render(request, "forum/drafts.html", {"drafts": drafts})


@require_POST
def discard(request: HttpRequest, draft_pk: int) -> HttpResponse:
    draft = get_object_or_404(Draft.objects.of(member(request)).select_related("topic", "forum"), pk=draft_pk)
    actions.discard_draft(member(request), draft)
    messages.success(request, _("The draft is gone."))
    return redirect("forum:drafts" if request.POST.get("list") else _place(draft))


def _place(draft: Draft) -> str:
    """Where it was begun; whoever cannot read that any more gets to see it there."""
    return topic_url(draft.topic) + "#reply" if draft.topic else forum_url(draft.forum)


def _save(request: HttpRequest, place: Topic | Forum, forum: Forum) -> HttpResponse:
    """Answers with the number of the version that is kept now, and with whoever is named and cannot read it."""
    form = DraftForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"error": _("This draft could not be read.")}, status=400)
    try:
        limits.slow_down("draft", member(request))
        draft = actions.save_draft(member(request), place, **form.words)
    except ForumError as refusal:
        return JsonResponse({"error": str(refusal)}, status=refusal.status)
    warnings = warnings_about(form.cleaned_data["content"], forum)
    return JsonResponse({"revision": draft.revision if draft else 0, "warnings": warnings})
