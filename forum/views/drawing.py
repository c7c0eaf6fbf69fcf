"""Posts and rows as HTML: drawn once for all members who have nothing of their own in them, and kept.

What a member wrote, voted for or reacted to is drawn for them alone, and so is all of it for moderators, for whoever
may call a question answered, and for guests, whose whole pages are kept (community.freshness).
"""

import copy
import re
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.core.paginator import Page
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from community.freshness.parts import kept_part
from community.people.models import User
from community.people.permissions import Person
from forum import queries
from forum.access import access_of
from forum.engine import Forum, Post, Topic
from forum.forms import ReplyForm
from forum.listing import MEMBERS_ONLY, TopicFilter, all_topics, forum_topics
from forum.notes import ShownNote
from forum.paging import CountedPaginator
from forum.permissions import can_moderate, can_reply, is_answered
from forum.shown import News, ShownPost, ShownTopic, news_line, shown_posts, shown_topics
from forum.unread import unread_among
from forum.views.composing import Composer
from forum.views.fetching import member
from forum.voices import forget_voices, voiced_posts

# What stands in what is kept for the token of a form, for its number, and for its reader.
TOKEN, FORM_NUMBER, READER = (secrets.token_hex(16) for _ in range(3))
_BLANK, _CODE = re.compile(r"\n\s+"), re.compile(r"(<pre.*?</pre>)", re.DOTALL)


@dataclass(frozen=True)
class DrawnPost:
    """One post of a page, and what has to be known of it beside its HTML."""

    pk: int
    created: datetime
    poster_id: int | None
    html: str
    news: News | None = None
    notes: Sequence[ShownNote] = ()  # lines about what was moved, below it


def drawn_posts(request: HttpRequest, topic: Topic, page: Page, settled: list[Post]) -> list[DrawnPost]:
    """The posts of a page, with the tokens of this reader's forms, and the line above the first that is new to them."""
    reader = request.user
    alone = settled or can_moderate(reader, topic.forum) or topic.__dict__.get("own_waiting")
    if alone or not isinstance(reader, User):
        rows = queries.post_page(reader, topic, page.number, known=page.paginator.count)
        posts = [_drawn_post(shown, _context(reader, topic, settled)) for shown in shown_posts(reader, topic, rows)]
    else:
        posts = _with_own(reader, topic, page.number)
    token = get_token(request) if reader.is_authenticated else ""
    number, news = news_line(reader, topic, page, [post.created for post in posts])
    return [
        replace(post, html=_filled(post.html, {TOKEN: token}), news=news if at == number else None)
        for at, post in enumerate(posts, page.start_index())
    ]


def with_notes(posts: Iterable[DrawnPost], notes: list[ShownNote]) -> list[DrawnPost]:
    """The posts of a page, each with the lines that stand below it."""
    return [replace(post, notes=[note for note in notes if note.after == post.pk]) for post in posts]


def _with_own(reader: User, topic: Topic, number: int) -> list[DrawnPost]:
    """As many see them, with what the reader has a part in drawn for them alone."""
    own: dict[int, DrawnPost] | None = None

    def draw() -> list[DrawnPost]:
        nonlocal own
        page = queries.post_page(reader, topic, number)
        own = _drawn_own(reader, topic, page)
        for post in page:
            forget_voices(post)
        return [_drawn_post(one, _context(reader, topic, [])) for one in shown_posts(_nobody(reader), topic, page)]

    rights = access_of(reader).rights_in(topic.forum_id)
    posts = kept_part(
        reader, ("posts", topic.pk, number, rights, reader.is_suspended, get_language()), draw, size=60_000
    )
    if own is None:
        parts = {post.pk for post in posts if post.poster_id == reader.pk}
        parts |= voiced_posts(reader, [post.pk for post in posts])
        own = _drawn_own(reader, topic, queries.post_page(reader, topic, number)) if parts else {}
    return [own.get(post.pk, post) for post in posts]


def _drawn_own(reader: User, topic: Topic, page: Page) -> dict[int, DrawnPost]:
    """What the reader wrote or has said something of."""
    own = [one for one in shown_posts(reader, topic, page) if one.post.poster_id == reader.pk or one.is_voiced]
    return {one.post.pk: _drawn_post(one, _context(reader, topic, [])) for one in own}


def _context(reader: Person, topic: Topic, settled: list[Post]) -> dict[str, Any]:
    return {
        "unanswered": [post for post in settled if not is_answered(post)],
        "answered": {post.pk for post in settled if is_answered(post)},
        "can_reply": can_reply(reader, topic),
        "csrf_token": TOKEN,
    }


def _drawn_post(shown: ShownPost, context: dict[str, Any]) -> DrawnPost:
    html = render_to_string("forum/_post.html", {"shown": shown, **context})
    return DrawnPost(shown.post.pk, shown.post.created, shown.post.poster_id, _squeezed(html))


def _squeezed(html: str) -> str:
    """Without the empty lines and the indents of the template, a tenth of a page; code keeps its own."""
    return "".join(part if part.startswith("<pre") else _BLANK.sub("\n", part) for part in _CODE.split(html))


def drawn_reply_box(request: HttpRequest, topic: Topic) -> SafeString:
    """The empty box below a topic: the same for all members but for three numbers."""
    reader = member(request)

    def draw() -> str:
        nobody = _nobody(reader)
        nobody.pk = READER  # type: ignore[assignment]
        context = {
            "form": ReplyForm(initial={"client_id": FORM_NUMBER}),
            "composer": Composer(nobody, topic.forum, topic),
            "action": reverse("forum:reply", args=[topic.pk]),
            "label": gettext("Post your reply"),
            "csrf_token": TOKEN,
        }
        return render_to_string("forum/_writing.html", context)

    html = kept_part(reader, ("reply-box", topic.pk, get_language()), draw, size=8_000)
    return _filled(html, {TOKEN: get_token(request), FORM_NUMBER: str(uuid4()), READER: str(reader.pk)})


def _filled(html: str, own: dict[str, str]) -> SafeString:
    """What was drawn for many, with what is this reader's own in its places: tokens and numbers, nothing typed."""
    for place, value in own.items():
        html = html.replace(place, value)
    return mark_safe(html)  # noqa: S308 - drawn by a template


@dataclass(frozen=True)
class ListForMany:
    """A page of topics; what of them is unread is each reader's own."""

    shown: list[ShownTopic]
    number: int
    count: int


def drawn_list(reader: Person, narrowed: TopicFilter, number: Any, forum: Forum | None = None) -> Page:
    """A page of rows, of one forum or of all; then each says its forum."""
    alone = narrowed.show in MEMBERS_ONLY
    if alone or not isinstance(reader, User) or (forum is not None and can_moderate(reader, forum)):
        page = _topics(reader, narrowed, number, forum)
        page.object_list = [_topic_row(reader, shown, forum) for shown in shown_topics(reader, page)]
        return page
    among = forum.pk if forum is not None else access_of(reader).readable
    key = ("list", among, narrowed, str(number), get_language())
    unread: set[int] | None = None

    def read() -> ListForMany:
        nonlocal unread
        page = _topics(reader, narrowed, number, forum)
        shown = shown_topics(reader, page)
        unread = {one.topic.pk for one in shown if one.unread}
        return ListForMany(shown, page.number, page.paginator.count)

    found = kept_part(reader, key, read, size=20_000)
    if unread is None:
        unread = unread_among(reader, [shown.topic for shown in found.shown])
    rows = [_topic_row(reader, replace(shown, unread=shown.topic.pk in unread), forum) for shown in found.shown]
    return Page(rows, found.number, CountedPaginator(Topic.objects.none(), found.count))


def _topics(reader: Person, narrowed: TopicFilter, number: Any, forum: Forum | None) -> Page:
    return all_topics(reader, narrowed, number) if forum is None else forum_topics(reader, forum, narrowed, number)


def _nobody(reader: User) -> User:
    """A member with the same rights who has written, read and said nothing."""
    access_of(reader)  # goes along
    nobody: User = copy.copy(reader)
    nobody.pk = nobody.id = 0
    return nobody


def _topic_row(reader: Person, shown: ShownTopic, forum: Forum | None) -> SafeString:
    def draw() -> SafeString:
        context = {"shown": shown, "forum": shown.topic.forum if forum is None else None}
        return render_to_string("forum/_topic_row.html", context)

    key = ("row", shown.topic.pk, shown.unread, str(shown.state), forum is None, get_language())
    return kept_part(reader, key, draw)


def drawn_forums(reader: Person, forums: Iterable[Forum]) -> list[SafeString]:
    """The rows of the index and of forums in forums."""
    return [_forum_row(reader, forum) for forum in forums]


def _forum_row(reader: Person, forum: Forum) -> SafeString:
    key = ("forum", forum.pk, forum.has_news, get_language())
    return kept_part(reader, key, lambda: render_to_string("forum/_forum_row.html", {"forum": forum}))
