"""The forum as it is read: index, forum, topic, post."""

from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Page
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from community.freshness.pages import kept_for_guests
from community.notifications.actions import mark_thread_read
from community.notifications.queries import forget_unread, unread_of
from community.people.models import User
from forum import actions, queries
from forum.actions.closing import CLOSING_MAX
from forum.engine import Topic
from forum.feeds import has_public_feed
from forum.index import index_sections, subforums
from forum.listing import TopicFilter, asked_filter, tags_of
from forum.news import thread_of
from forum.notes import at_the_top, notes_in
from forum.permissions import (
    can_close_topic,
    can_describe_topic,
    can_lock_topic,
    can_moderate,
    can_reopen_topic,
    can_reply,
    can_see_unanswered,
    can_start_topic,
    is_answered,
    is_hidden,
    moderates_everywhere,
)
from forum.unread import is_unread, read_up_to
from forum.views.composing import reply_box
from forum.views.drawing import DrawnPost, drawn_forums, drawn_list, drawn_posts, drawn_reply_box, with_notes
from forum.views.fetching import forum_or_404, member, post_or_404, topic_or_404
from forum.waiting import own_waiting_topics


@kept_for_guests
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    sections = index_sections(request.user)
    has_news = any(forum.has_news for section in sections for forum in section.forums)
    drawn = [{"category": section.category, "rows": drawn_forums(request.user, section.forums)} for section in sections]
    context = {"sections": drawn, "has_news": has_news, "ways": TopicFilter().tabs(request.user)[1:]}
    context["can_see_unanswered"] = can_see_unanswered(request.user)
    return render(request, "forum/index.html", context)


@kept_for_guests
@require_safe
def topics(request: HttpRequest) -> HttpResponse:
    """The topics of all forums in one list."""
    narrowed = asked_filter(request.user, request.GET)
    page = drawn_list(request.user, narrowed, request.GET.get("page"))
    context = {"page": page, "topics": page.object_list, **_filter_context(request, narrowed)}
    return render(request, "forum/topics.html", context | {"crumbs": [queries.index_crumb()]})


@kept_for_guests
@require_safe
def forum(request: HttpRequest, forum_pk: int, slug: str) -> HttpResponse:
    forum = forum_or_404(request.user, forum_pk)
    if slug != (forum.slug or "forum"):
        return redirect(queries.forum_url(forum), permanent=True)
    narrowed = asked_filter(request.user, request.GET)
    page = drawn_list(request.user, narrowed, request.GET.get("page"), forum) if forum.is_forum else None
    context = {
        "forum": forum,
        "crumbs": queries.crumbs(request.user, forum),
        "subforums": drawn_forums(request.user, subforums(request.user, forum)),
        "page": page,
        "topics": page.object_list if page else [],
        "can_start_topic": can_start_topic(request.user, forum),
        "own_waiting": own_waiting_topics(request.user, forum) if forum.is_forum else [],
        "has_public_feed": has_public_feed(request.user, forum),
        **_filter_context(request, narrowed),
    }
    return render(request, "forum/forum.html", context)


@kept_for_guests
@require_safe
def topic(request: HttpRequest, topic_pk: int, slug: str) -> HttpResponse:
    topic = topic_or_404(request.user, topic_pk)
    if slug != (topic.slug or "topic") or topic.pk != topic_pk:
        return redirect(queries.topic_url(topic), permanent=True)
    _note_as_read(request, topic)
    context = _topic_context(request, topic)
    response = render(request, "forum/topic.html", context)
    _mark_read(request, topic, context["page"], context["posts"])
    return response


@require_safe
def post(request: HttpRequest, post_pk: int) -> HttpResponse:
    """The address of a post for ever: on to wherever it stands in its topic today."""
    return redirect(queries.place_url(request.user, post_or_404(request.user, post_pk)))


def _filter_context(request: HttpRequest, narrowed: TopicFilter) -> dict[str, Any]:
    return {"filter": narrowed, "tabs": narrowed.tabs(request.user), "selects": narrowed.selects()}


def _mark_read(request: HttpRequest, topic: Topic, page: Page, posts: list[DrawnPost]) -> None:
    """Up to the end of the page that was read, if that is further than before; on the last page up to now."""
    read = read_up_to(request.user, topic)
    if not isinstance(request.user, User) or read is None or not posts or not is_unread(request.user, topic):
        return
    if not page.has_next():
        actions.mark_read(request.user, topic)
    elif posts[-1].created > read:
        actions.mark_read(request.user, topic, posts[-1].created)


@require_safe
def answer(request: HttpRequest, post_pk: int) -> HttpResponse:
    """Where "Answer" in a mail leads: to the form below the topic. Who is signed out signs in first, whatever it is."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    return redirect(queries.composer_url(request.user, post_or_404(request.user, post_pk)))


def _note_as_read(request: HttpRequest, topic: Topic) -> None:
    """Whoever opens a topic need not be told of it any more. Costs nothing while nothing is unread."""
    if unread_of(request) and mark_thread_read(member(request), thread_of(topic.pk)):
        forget_unread(request)


def _topic_context(request: HttpRequest, topic: Topic) -> dict[str, Any]:
    page = queries.posts_by_page(request.user, topic, request.GET.get("page"))
    may_reply = can_reply(request.user, topic)
    settled = queries.posts_to_settle(request.user, topic)
    notes = notes_in(request.user, topic)
    return {
        "topic": topic,
        "detail": queries.topic_detail(topic),
        "hidden": is_hidden(topic),
        "crumbs": queries.crumbs(request.user, topic.forum, topic.forum),
        "page": page,
        "posts": with_notes(drawn_posts(request, topic, page, settled), notes),
        "notes": at_the_top(notes) if page.number == 1 else [],
        "can_reply": may_reply,
        "can_describe": can_describe_topic(request.user, topic),
        "can_lock": can_lock_topic(request.user, topic),
        "can_close": can_close_topic(request.user, topic),
        "can_reopen": can_reopen_topic(request.user, topic),
        "closing_max": CLOSING_MAX,
        "tags": tags_of(topic, reverse("forum:topics")),
        "is_answered": topic.first_post is not None and is_answered(topic.first_post),
        "can_moderate": can_moderate(request.user, topic.forum),
        "moderates_everywhere": moderates_everywhere(request.user),
        **(_reply_box(request, topic) if may_reply and not page.has_next() else {}),
    }


def _reply_box(request: HttpRequest, topic: Topic) -> dict[str, Any]:
    """Empty, and then drawn already; or with what was begun, named or quoted."""
    if getattr(topic, "has_draft", False) or not request.GET.keys().isdisjoint({"to", "reply", "quote"}):
        return reply_box(request, topic)
    return {"box": drawn_reply_box(request, topic)}
