"""Rows of topics and forums as HTML: each drawn once for all who have read as much of it, and kept."""

import copy
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.core.paginator import Page
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from community.freshness.parts import kept_part
from community.people.models import User
from community.people.permissions import Person
from forum.access import access_of
from forum.engine import Forum, Topic
from forum.listing import MEMBERS_ONLY, TopicFilter, all_topics, forum_topics
from forum.paging import CountedPaginator
from forum.permissions import can_moderate
from forum.shown import ShownTopic, shown_topics
from forum.unread import unread_among
from forum.views.sharing import Put


@dataclass(frozen=True)
class TopicList:
    """A page of topics with its rows as this reader sees them, by the numbers of the topics."""

    page: Page
    rows: dict[str, SafeString]

    def put(self, put: Put) -> Page:
        """The page as a template shows it."""
        page = copy.copy(self.page)
        page.object_list = [put(name) for name in self.rows]
        return page


@dataclass(frozen=True)
class ListForMany:
    """A page of topics; what of them is unread is each reader's own."""

    shown: list[ShownTopic]
    page: Page


def drawn_list(reader: Person, narrowed: TopicFilter, number: Any, forum: Forum | None = None) -> TopicList:
    """A page of rows, of one forum or of all; then each says its forum."""
    if narrowed.show in MEMBERS_ONLY or not isinstance(reader, User):
        page = _topics(reader, narrowed, number, forum)
        return TopicList(_empty(page), _topic_rows(reader, shown_topics(reader, page), forum))
    among = access_of(reader).readable if forum is None else (forum.pk, can_moderate(reader, forum))
    key = ("list", among, narrowed, str(number), get_language())
    unread: set[int] | None = None

    def read() -> ListForMany:
        nonlocal unread
        page = _topics(reader, narrowed, number, forum)
        shown = shown_topics(reader, page)
        unread = {one.topic.pk for one in shown if one.unread}
        return ListForMany([replace(one, unread=False) for one in shown], _empty(page))

    found = kept_part(reader, key, read, size=20_000)
    if unread is None:
        unread = unread_among(reader, [shown.topic for shown in found.shown])
    news = frozenset(unread)

    def draw() -> dict[str, SafeString]:
        shown = [replace(one, unread=True) if one.topic.pk in news else one for one in found.shown]
        return _topic_rows(reader, shown, forum)

    return TopicList(found.page, kept_part(reader, ("rows", key, news), draw, size=_size_of))


def _size_of(rows: dict[str, SafeString]) -> int:
    return 1_000 + sum(map(len, rows.values()))


def _empty(page: Page) -> Page:
    """Where the page stands among the others, without its rows."""
    return Page([], page.number, CountedPaginator(Topic.objects.none(), page.paginator.count))


def _topics(reader: Person, narrowed: TopicFilter, number: Any, forum: Forum | None) -> Page:
    return all_topics(reader, narrowed, number) if forum is None else forum_topics(reader, forum, narrowed, number)


def _topic_rows(reader: Person, topics: Iterable[ShownTopic], forum: Forum | None) -> dict[str, SafeString]:
    return {f"row-{shown.topic.pk}": _topic_row(reader, shown, forum) for shown in topics}


def _topic_row(reader: Person, shown: ShownTopic, forum: Forum | None) -> SafeString:
    def draw() -> SafeString:
        context = {"shown": shown, "forum": shown.topic.forum if forum is None else None}
        return render_to_string("forum/_topic_row.html", context)

    key = ("row", shown.topic.pk, shown.unread, str(shown.state), forum is None, get_language())
    return kept_part(reader, key, draw)


def drawn_forums(reader: Person, forums: Iterable[Forum], unread: Collection[int]) -> dict[str, SafeString]:
    """The rows of the index and of forums in forums, each marked if something in it is new to the reader."""
    shown = [(forum, forum.pk in unread) for forum in forums]

    def draw() -> dict[str, SafeString]:
        return {f"forum-{forum.pk}": _forum_row(reader, forum, has_news=has_news) for forum, has_news in shown}

    key = ("forums", tuple((forum.pk, has_news) for forum, has_news in shown), get_language())
    return kept_part(reader, key, draw, size=_size_of)


def _forum_row(reader: Person, forum: Forum, *, has_news: bool) -> SafeString:
    context = {"forum": forum, "has_news": has_news}
    key = ("forum", forum.pk, has_news, get_language())
    return kept_part(reader, key, lambda: render_to_string("forum/_forum_row.html", context))
