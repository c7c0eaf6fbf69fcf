"""Moving, splitting and joining topics, for who moderates both places; for everybody else these pages are not there."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from forum import actions, queries
from forum.actions.joining import older_first
from forum.engine import Forum, Post, Topic
from forum.errors import ForumError
from forum.moving_forms import JoinForm, MoveForm, SplitForm, moderated_forums
from forum.permissions import can_join_topics, can_moderate
from forum.shown import shown_posts
from forum.views.fetching import forum_or_404, member, topic_or_404

READS_OR_POSTS = ["GET", "HEAD", "POST"]


@require_POST
def topic_place(request: HttpRequest, topic_pk: int) -> HttpResponse:
    topic = topic_or_404(request.user, topic_pk)
    said = {
        "normal": _("The topic stands where its latest post puts it."),
        "pinned": _("The topic is pinned: it stands above the others of its forum."),
        "announced": _("The topic is announced: it stands above all others of its forum."),
    }
    place = request.POST.get("place", "")
    if place not in said:
        raise Http404
    actions.place_topic(member(request), topic, place)
    messages.success(request, said[place])
    return redirect(queries.topic_url(topic))


@require_http_methods(READS_OR_POSTS)
def topic_move(request: HttpRequest, topic_pk: int) -> HttpResponse:
    topic = _moderated_topic(request, topic_pk)
    form = MoveForm(request.POST or None, forums=moderated_forums(member(request), without=topic.forum))
    if form.is_valid():
        forum = _chosen_forum(request, form.cleaned_data["forum"])
        moved = actions.move_topic(member(request), topic, forum, reason=form.cleaned_data["reason"])
        messages.success(request, _("The topic is in %(forum)s now.") % {"forum": forum.name})
        return redirect(queries.topic_url(moved))
    return render(request, "forum/topic_move.html", _context(request, topic, form))


@require_http_methods(READS_OR_POSTS)
def topic_split(request: HttpRequest, topic_pk: int) -> HttpResponse:
    """The posts of a page, each with a box to tick: no script, and by keyboard like any form."""
    topic = _moderated_topic(request, topic_pk)
    ticked = {int(one) for one in request.POST.getlist("posts") if one.isascii() and one.isdigit() and len(one) < 19}
    initial = {"forum": str(topic.forum_id)}
    form = SplitForm(request.POST or None, initial=initial, forums=moderated_forums(member(request)))
    if form.is_valid():
        try:
            new = _split(request, topic, ticked, form.cleaned_data)
            messages.success(request, _("The posts are a topic of their own now."))
            return redirect(queries.topic_url(new))
        except ForumError as error:
            form.add_error(None, str(error))
    page = queries.post_page(request.user, topic, request.GET.get("page"))
    context = {"page": page, "posts": shown_posts(request.user, topic, page), "ticked": ticked}
    return render(request, "forum/topic_split.html", _context(request, topic, form) | context)


@require_http_methods(READS_OR_POSTS)
def topic_join(request: HttpRequest, topic_pk: int) -> HttpResponse:
    """First which topic, then what will be made of the two; only the second step does it."""
    topic = _moderated_topic(request, topic_pk)
    form = JoinForm(request.POST or None)
    context: dict[str, Any] = {}
    if form.is_valid() and (other := _other_topic(request, form)) is not None:
        kept, gone = older_first(topic, other)
        context = {"kept": kept, "gone": gone, "other": form.cleaned_data["other"]}
        if "sure" in request.POST:
            try:
                joined = actions.join_topics(member(request), topic, other)
                messages.success(request, _("The two are one topic now."))
                return redirect(queries.topic_url(joined))
            except ForumError as error:
                form.add_error("other", str(error))
                context = {}
    return render(request, "forum/topic_join.html", _context(request, topic, form) | context)


# --- Parts of the above -------------------------------------------------------------------------------------------


def _moderated_topic(request: HttpRequest, pk: int) -> Topic:
    topic = topic_or_404(request.user, pk)
    if not can_moderate(request.user, topic.forum):
        raise Http404
    return topic


def _chosen_forum(request: HttpRequest, pk: str) -> Forum:
    return forum_or_404(request.user, int(pk))


def _split(request: HttpRequest, topic: Topic, ticked: set[int], data: dict[str, Any]) -> Topic:
    chosen = ticked
    if data["rest"] and ticked:
        first = Post.objects.filter(topic=topic, pk__in=ticked).order_by("created", "pk").first()
        later = Post.objects.filter(topic=topic, created__gte=first.created) if first else Post.objects.none()
        chosen = ticked | set(later.values_list("pk", flat=True))
    forum = _chosen_forum(request, data["forum"])
    return actions.split_topic(member(request), topic, chosen, subject=data["subject"], forum=forum)


def _other_topic(request: HttpRequest, form: JoinForm) -> Topic | None:
    """The topic that the form names, if the moderator may join it; else the form says so."""
    topic = queries.find_topic(request.user, form.cleaned_data["other"])
    if topic is None or not can_join_topics(request.user, topic, topic):
        form.add_error("other", _("There is no topic there that you moderate."))
        return None
    return topic


def _context(request: HttpRequest, topic: Topic, form: Any) -> dict[str, Any]:
    crumbs = queries.crumbs(request.user, topic.forum, topic.forum, topic)
    return {"topic": topic, "crumbs": crumbs, "form": form}
