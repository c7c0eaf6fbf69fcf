"""The forum as it is read: index, forum, topic, post."""

from dataclasses import replace
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Page
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from community.freshness.moulds import Mould
from community.freshness.pages import kept_for_guests
from community.notifications.actions import mark_thread_read
from community.notifications.queries import forget_unread, level_of, unread_of
from community.people.models import User
from forum import actions, queries
from forum.access import access_of
from forum.actions.closing import CLOSING_MAX
from forum.engine import Topic
from forum.feeds import has_public_feed
from forum.following import FORUM as FOLLOWED_FORUM
from forum.index import index_sections, subforums
from forum.listing import MEMBERS_ONLY, TopicFilter, asked_filter, tags_of
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
    in_view,
    is_answered,
    is_hidden,
    moderates_everywhere,
)
from forum.unread import is_unread, read_up_to, unread_forums
from forum.views.composing import reply_box
from forum.views.drawing import (
    DrawnPost,
    drawn_posts,
    drawn_reply_box,
    own_reply_box,
    posts_in_places,
    posts_with_own,
    with_notes,
)
from forum.views.fetching import forum_or_404, member, post_or_404, reader_of, topic_or_404
from forum.views.rows import drawn_forums, drawn_list
from forum.views.sharing import Put, drawn_page, is_like_others, shared_page
from forum.waiting import own_waiting_topics

NAMED = {"to", "reply", "quote"}  # in the address: the post that a reply is to


@kept_for_guests
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    reader = reader_of(request)
    sections = index_sections(reader)
    unread = unread_forums(reader, access_of(reader).readable)
    rows = drawn_forums(reader, [forum for section in sections for forum in section.forums], unread)

    def context(request: HttpRequest, put: Put) -> dict[str, Any]:
        return {
            "sections": [(one.category, [put(f"forum-{forum.pk}") for forum in one.forums]) for one in sections],
            "has_news": bool(unread),
            "ways": TopicFilter().tabs(request.user)[1:],
            "can_see_unanswered": can_see_unanswered(request.user),
        }

    return drawn_page(request, "forum/index.html", context, rows, bool(unread))


@kept_for_guests
@require_safe
def topics(request: HttpRequest) -> HttpResponse:
    """The topics of all forums in one list."""
    reader = reader_of(request)
    narrowed = asked_filter(reader, request.GET)
    found = drawn_list(reader, narrowed, request.GET.get("page"))

    def context(request: HttpRequest, put: Put) -> dict[str, Any]:
        page = found.put(put)
        shown = {"page": page, "topics": page.object_list, "crumbs": [queries.index_crumb()]}
        return {**shown, **_filter_context(request, narrowed)}

    return drawn_page(request, "forum/topics.html", context, found.rows, alone=narrowed.show in MEMBERS_ONLY)


@kept_for_guests
@require_safe
def forum(request: HttpRequest, forum_pk: int, slug: str) -> HttpResponse:
    reader = reader_of(request)
    forum = forum_or_404(reader, forum_pk)
    if slug != (forum.slug or "forum"):
        return redirect(queries.forum_url(forum), permanent=True)
    narrowed, below = asked_filter(reader, request.GET), subforums(reader, forum)
    found = drawn_list(reader, narrowed, request.GET.get("page"), forum) if forum.is_forum else None
    forums = drawn_forums(reader, below, unread_forums(reader, frozenset(one.pk for one in below)) if below else ())
    level = level_of(reader, FOLLOWED_FORUM, forum.pk) if isinstance(reader, User) else ""
    waiting = own_waiting_topics(reader, forum) if forum.is_forum else []

    def context(request: HttpRequest, put: Put) -> dict[str, Any]:
        page = found.put(put) if found else None
        return {
            "forum": forum,
            "crumbs": queries.crumbs(request.user, forum),
            "subforums": [put(name) for name in forums],
            "page": page,
            "topics": page.object_list if page else [],
            "level": level,
            "can_start_topic": can_start_topic(request.user, forum),
            "own_waiting": waiting,
            "has_public_feed": has_public_feed(request.user, forum),
            **_filter_context(request, narrowed),
        }

    rows = {**forums, **(found.rows if found else {})}
    alone = bool(waiting) or narrowed.show in MEMBERS_ONLY
    return drawn_page(request, "forum/forum.html", context, rows, level, alone=alone)


@kept_for_guests
@require_safe
def topic(request: HttpRequest, topic_pk: int, slug: str) -> HttpResponse:
    topic = topic_or_404(reader_of(request), topic_pk)
    if slug != (topic.slug or "topic") or topic.pk != topic_pk:
        return redirect(queries.topic_url(topic), permanent=True)
    _note_as_read(request, topic)
    page = queries.posts_by_page(request.user, topic, request.GET.get("page"))
    settled = queries.posts_to_settle(request.user, topic)
    if not settled and is_like_others(request) and _is_read_alike(request, topic):
        posts, response = _shared_topic(request, topic, page)
    else:
        posts = drawn_posts(request, topic, page, settled)
        context = _topic_context(request, topic, page, posts) | _reply_box(request, topic, page)
        response = render(request, "forum/topic.html", context)
    _mark_read(request, topic, page, posts)
    return response


def _is_read_alike(request: HttpRequest, topic: Topic) -> bool:
    """Whether others see the same of the topic, but for what is said beside its posts: nothing was begun there."""
    return (
        in_view(topic)
        and not (topic.__dict__.get("has_draft") or topic.__dict__.get("own_waiting"))
        and request.GET.keys().isdisjoint(NAMED)
    )


def _shared_topic(request: HttpRequest, topic: Topic, page: Page) -> tuple[list[DrawnPost], HttpResponse]:
    reader = member(request)
    posts = posts_with_own(reader, topic, page)
    own: dict[str, Mould] = posts_in_places(reader, topic, page, posts)
    if has_box := can_reply(reader, topic) and not page.has_next():
        own["box"] = drawn_reply_box(reader, topic)

    def context(request: HttpRequest, put: Put) -> dict[str, Any]:
        drawn = [replace(post, html=put(f"post-{post.pk}")) for post in posts]
        return _topic_context(request, topic, page, drawn) | ({"box": put("box")} if has_box else {})

    mine = reader.pk in {topic.poster_id, queries.topic_detail(topic).closed_by_id}
    return posts, shared_page(request, "forum/topic.html", context, own, topic.__dict__.get("level"), mine=mine)


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


def _topic_context(request: HttpRequest, topic: Topic, page: Page, posts: list[DrawnPost]) -> dict[str, Any]:
    notes = notes_in(request.user, topic)
    return {
        "topic": topic,
        "detail": queries.topic_detail(topic),
        "hidden": is_hidden(topic),
        "crumbs": queries.crumbs(request.user, topic.forum, topic.forum),
        "page": page,
        "posts": with_notes(posts, notes),
        "notes": at_the_top(notes) if page.number == 1 else [],
        "can_reply": can_reply(request.user, topic),
        "can_describe": can_describe_topic(request.user, topic),
        "can_lock": can_lock_topic(request.user, topic),
        "can_close": can_close_topic(request.user, topic),
        "can_reopen": can_reopen_topic(request.user, topic),
        "closing_max": CLOSING_MAX,
        "tags": tags_of(topic, reverse("forum:topics")),
        "is_answered": topic.first_post is not None and is_answered(topic.first_post),
        "can_moderate": can_moderate(request.user, topic.forum),
        "moderates_everywhere": moderates_everywhere(request.user),
    }


def _reply_box(request: HttpRequest, topic: Topic, page: Page) -> dict[str, Any]:
    """Empty, and then drawn already; or with what was begun, named or quoted."""
    if page.has_next() or not can_reply(request.user, topic):
        return {}
    if topic.__dict__.get("has_draft") or not request.GET.keys().isdisjoint(NAMED):
        return reply_box(request, topic)
    return {"box": own_reply_box(request, topic)}
