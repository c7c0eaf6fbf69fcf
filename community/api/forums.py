"""Forums: the places in which topics stand."""

from typing import Annotated

from ninja import Query, Router, Schema

from community.api.callers import Call
from community.api.paging import Piece, piece_of_list
from forum.access import access_of
from forum.engine import Forum as ForumRow
from forum.permissions import can_start_topic
from forum.queries import forum_url
from forum.views.fetching import forum_or_404

router = Router(tags=["forums"])


class Forum(Schema):
    id: int
    url: str
    name: str
    parent_id: int | None
    is_category: bool
    is_private: bool
    topics_count: int
    posts_count: int
    can_start_topic: bool


class Forums(Schema):
    items: list[Forum]
    next: str | None


@router.get("", response=Forums, summary="List forums")
def list_forums(request: Call, piece: Annotated[Piece, Query()]) -> dict:
    """The forums that the caller may read, in the order of the forum's index."""
    found = access_of(request.auth.user)
    rows = [forum for pk, forum in found.forums.items() if pk in found.readable and not forum.is_link]
    return piece_of_list(request, rows, piece, lambda forum: shown_forum(request, forum))


@router.get("/{int:forum_id}", response=Forum, summary="Read a forum")
def read_forum(request: Call, forum_id: int) -> Forum:
    return shown_forum(request, forum_or_404(request.auth.user, forum_id))


def shown_forum(request: Call, forum: ForumRow) -> Forum:
    return Forum(
        id=forum.pk,
        url=forum_url(forum),
        name=forum.name,
        parent_id=forum.parent_id,
        is_category=forum.is_category,
        is_private=bool(forum.detail.is_private) if hasattr(forum, "detail") else False,
        topics_count=forum.direct_topics_count,
        posts_count=forum.direct_posts_count,
        can_start_topic=can_start_topic(request.auth.user, forum),
    )
