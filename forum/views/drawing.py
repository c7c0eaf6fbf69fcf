"""Posts as HTML: drawn once for all members who have nothing of their own in them, and kept.

What a member wrote, voted for or reacted to is drawn for them alone, and so is all of it for whoever may call a
question answered, and for guests, whose whole pages are kept (community.freshness).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import uuid4

from django.core.paginator import Page
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from community.freshness.moulds import READER_NUMBER, Mould, squeezed
from community.freshness.parts import kept_part
from community.people.models import User
from community.people.permissions import Person
from forum import queries
from forum.access import access_of
from forum.engine import Post, Topic
from forum.forms import ReplyForm
from forum.notes import ShownNote
from forum.permissions import can_moderate, can_reply, is_answered
from forum.shown import News, ShownPost, news_line, shown_posts
from forum.views.composing import Composer
from forum.views.fetching import member
from forum.views.sharing import FORM_NUMBER, TOKEN, Fillings, nobody_like, token_of
from forum.voices import forget_voices, voiced_posts


@dataclass(frozen=True)
class DrawnPost:
    """One post of a page, and what has to be known of it beside its HTML."""

    pk: int
    created: datetime
    poster_id: int | None
    html: str
    news: News | None = None
    notes: Sequence[ShownNote] = ()  # lines about what was moved, below it

    @cached_property
    def mould(self) -> Mould:
        return Mould(self.html)


def drawn_posts(request: HttpRequest, topic: Topic, page: Page, settled: list[Post]) -> list[DrawnPost]:
    """The posts of a page, with the tokens of this reader's forms, and the line above the first that is new to them."""
    reader = request.user
    alone = settled or topic.__dict__.get("own_waiting")
    if alone or not isinstance(reader, User):
        rows = queries.post_page(reader, topic, page.number, known=page.paginator.count)
        posts = [_drawn_post(shown, _context(reader, topic, settled)) for shown in shown_posts(reader, topic, rows)]
    else:
        posts = posts_with_own(reader, topic, page)
    token = token_of(request) if reader.is_authenticated else {"token": b""}
    number, news = news_line(reader, topic, page, [post.created for post in posts])
    return [
        replace(post, html=_filled(post.mould, token), news=news if at == number else None)
        for at, post in enumerate(posts, page.start_index())
    ]


def posts_in_places(reader: User, topic: Topic, page: Page, posts: list[DrawnPost]) -> dict[str, Mould]:
    """The same for a page that many share, by the places in which they stand."""
    number, news = news_line(reader, topic, page, [post.created for post in posts])
    found = {f"post-{post.pk}": post.mould for post in posts}
    if news is not None:
        first = f"post-{posts[number - page.start_index()].pk}"
        found[first] = found[first].after(render_to_string("forum/_news.html", {"news": news}))
    return found


def with_notes(posts: Iterable[DrawnPost], notes: list[ShownNote]) -> list[DrawnPost]:
    """The posts of a page, each with the lines that stand below it."""
    return [replace(post, notes=[note for note in notes if note.after == post.pk]) for post in posts]


def posts_with_own(reader: User, topic: Topic, page: Page) -> list[DrawnPost]:
    """As many see them, with what the reader has a part in drawn for them alone."""
    own: dict[int, DrawnPost] | None = None

    def draw() -> list[DrawnPost]:
        nonlocal own
        found = queries.post_page(reader, topic, page.number, known=page.paginator.count)
        own = _drawn_own(reader, topic, found)
        if not can_moderate(reader, topic.forum):
            found.object_list = [post for post in found if post.approved]  # one of the reader's own may wait by now
        for post in found:
            forget_voices(post)
        return [_drawn_post(one, _context(reader, topic, [])) for one in shown_posts(nobody_like(reader), topic, found)]

    rights = access_of(reader).rights_in(topic.forum_id)
    where = topic.pk, page.number, rights, reader.is_suspended, get_language()
    posts = kept_part(reader, ("posts", *where), draw, size=60_000)

    def draw_own() -> dict[int, DrawnPost]:
        return _own_among(reader, topic, page, posts) if own is None else own

    parts = kept_part(reader, ("own-posts", reader.pk, *where), draw_own, size=_size_of)
    return [parts.get(post.pk, post) for post in posts]


def _size_of(posts: dict[int, DrawnPost]) -> int:
    """Their HTML stands there twice once it was sent: as text, and in pieces."""
    return 500 + 2 * sum(len(post.html) for post in posts.values())


def _own_among(reader: User, topic: Topic, page: Page, posts: list[DrawnPost]) -> dict[int, DrawnPost]:
    parts = {post.pk for post in posts if post.poster_id == reader.pk}
    parts |= voiced_posts(reader, [post.pk for post in posts])
    if not parts:
        return {}
    return _drawn_own(reader, topic, queries.post_page(reader, topic, page.number, known=page.paginator.count))


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
    return DrawnPost(shown.post.pk, shown.post.created, shown.post.poster_id, squeezed(html))


def drawn_reply_box(reader: User, topic: Topic) -> Mould:
    """The empty box below a topic: the same for all members but for three numbers."""

    def draw() -> Mould:
        nobody = nobody_like(reader)
        nobody.pk = READER_NUMBER
        context = {
            "form": ReplyForm(initial={"client_id": FORM_NUMBER}),
            "composer": Composer(nobody, topic.forum, topic),
            "action": reverse("forum:reply", args=[topic.pk]),
            "label": gettext("Post your reply"),
            "csrf_token": TOKEN,
        }
        return Mould(render_to_string("forum/_writing.html", context))

    return kept_part(reader, ("reply-box", topic.pk, get_language()), draw, size=8_000)


def own_reply_box(request: HttpRequest, topic: Topic) -> SafeString:
    """The same with this reader's numbers."""
    reader = member(request)
    own = {"form": str(uuid4()).encode(), "reader": str(reader.pk).encode(), **token_of(request)}
    return _filled(drawn_reply_box(reader, topic), own)


def _filled(mould: Mould, own: Fillings) -> SafeString:
    """What was drawn for many, with what is this reader's own in its places: tokens and numbers, nothing typed."""
    return mark_safe(mould.filled(own).decode())  # noqa: S308 - drawn by a template
