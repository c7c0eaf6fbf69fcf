"""Topics: listed, read, begun."""

from dataclasses import fields
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.utils.translation import gettext as _
from ninja import Query, Router, Schema, Status
from pydantic import Field

from community.api.bodies import Body, cleaned
from community.api.callers import Call, member_of, writing
from community.api.paging import Piece, piece_of
from community.api.people import Author, author_of_topic
from community.api.problems import NOT_VALID, Problem
from forum import actions
from forum.actions.once import count_try
from forum.engine import Topic as TopicRow
from forum.kind_forms import topic_form_for
from forum.kinds import PARTS
from forum.listing import TopicFilter, asked_filter, topics_in_view
from forum.permissions import can_announce, can_reply, in_view, is_answered
from forum.queries import topic_detail, topic_url
from forum.tags import with_tags
from forum.views.fetching import forum_or_404, topic_or_404

router = Router(tags=["topics"])


class Topic(Schema):
    id: int
    url: str
    forum_id: int
    subject: str
    kind: str
    language: str
    country: str
    ecosystems: list[str]
    author: Author | None
    created_at: datetime
    last_post_at: datetime | None
    posts_count: int
    first_post_id: int | None
    is_answered: bool
    is_closed: bool
    closing: str
    is_in_view: bool = Field(description="False while it waits for approval or is hidden from readers.")


class OneTopic(Topic):
    can_reply: bool


class Topics(Schema):
    items: list[Topic]
    next: str | None


class Narrowed(Piece):
    """The filters of the page “All topics”."""

    show: Annotated[str, Query(max_length=20, description="open, unanswered; with a key unread, mine, followed")] = ""
    kind: Annotated[str, Query(max_length=20)] = ""
    ecosystem: Annotated[str, Query(max_length=50)] = ""
    language: Annotated[str, Query(max_length=12)] = ""
    country: Annotated[str, Query(max_length=2)] = ""
    forum_id: Annotated[int | None, Query()] = None


class NewTopic(Body):
    """As the form on the forum's page asks for it. A case and an offer have `sections` instead of `content`."""

    subject: str
    content: str = ""
    kind: str = "question"
    language: str = "en"
    country: str = ""
    ecosystems: list[str] = Field(default=[], max_length=14)
    sections: dict[str, str] = Field(default={}, max_length=8)
    client_id: UUID | None = Field(None, description="Yours, once for each topic: sent again, it makes no second one.")


@router.get("/topics", response=Topics, summary="List topics")
def list_topics(request: Call, narrowed: Annotated[Narrowed, Query()]) -> dict:
    """The topics of all forums that the caller may read, or of one, by their latest post."""
    user = request.auth.user
    rows = topics_in_view(user, _filter(request, narrowed))
    if narrowed.forum_id is not None:
        rows = rows.filter(forum=forum_or_404(user, narrowed.forum_id).pk)
    rows = with_tags(rows).select_related("poster__organisation")
    return piece_of(request, rows, narrowed, "last_post_on", shown_topic, newest=True)


@router.get("/topics/{int:topic_id}", response=OneTopic, summary="Read a topic")
def read_topic(request: Call, topic_id: int) -> OneTopic:
    return one_topic(request, topic_or_404(request.auth.user, topic_id))


@router.post("/forums/{int:forum_id}/topics", response={201: OneTopic}, auth=writing, summary="Start a topic")
def start_topic(request: Call, forum_id: int, body: NewTopic) -> Status:
    """A new topic with its first post, in the name of the key's member."""
    author, forum = member_of(request), forum_or_404(request.auth.user, forum_id)
    words = cleaned(topic_form_for(body.kind)(_fields(body), announcements=can_announce(author, forum)))
    words.pop("revision", None)
    count_try("topic", author, body.client_id)
    topic = actions.start_topic(author, forum, **words)
    return Status(201, one_topic(request, topic_or_404(author, topic.pk)))


def shown_topic(topic: TopicRow, **more: Any) -> Topic:
    return Topic(**_facts(topic), **more)


def one_topic(request: Call, topic: TopicRow) -> OneTopic:
    return OneTopic(**_facts(topic), can_reply=can_reply(request.auth.user, topic))


def _filter(request: Call, narrowed: Narrowed) -> TopicFilter:
    """As on the page; but a program is told of a value that is not there, instead of being given everything."""
    found = asked_filter(request.auth.user, request.GET)
    wrong = [one.name for one in fields(TopicFilter) if getattr(narrowed, one.name) != getattr(found, one.name)]
    if wrong:
        raise Problem(NOT_VALID, errors=[{"detail": _("There is no such value."), "parameter": one} for one in wrong])
    return found


def _facts(topic: TopicRow) -> dict[str, Any]:
    detail = topic_detail(topic)
    codes = topic.__dict__.get("ecosystem_codes") or ""
    return {
        "id": topic.pk,
        "url": topic_url(topic),
        "forum_id": topic.forum_id,
        "subject": topic.subject,
        "kind": detail.kind,
        "language": detail.language,
        "country": str(detail.country),
        "ecosystems": sorted(codes.split(",")) if codes else [],
        "author": author_of_topic(topic),
        "created_at": topic.created,
        "last_post_at": topic.last_post_on,
        "posts_count": topic.posts_count,
        "first_post_id": topic.first_post_id,
        "is_answered": _is_answered(topic),
        "is_closed": topic.is_locked,
        "closing": detail.closing if detail.closed_at else "",
        "is_in_view": in_view(topic),
    }


def _is_answered(topic: TopicRow) -> bool:
    """Lists bring it along; of one topic the first post tells."""
    known = topic.__dict__.get("answered")
    return bool(known) if known is not None else topic.first_post is not None and is_answered(topic.first_post)


def _fields(body: NewTopic) -> dict[str, Any]:
    """The fields of the page's form. Raises Problem for a part that this kind does not have."""
    known = {part.name for part in PARTS.get(body.kind, [])}
    if wrong := sorted(body.sections.keys() - known):
        sentence = _("A topic of this kind has no such section.")
        raise Problem(NOT_VALID, errors=[{"detail": sentence, "pointer": f"#/sections/{name}"} for name in wrong])
    facts = body.model_dump(exclude={"sections"})
    return facts | {f"part_{name}": words for name, words in body.sections.items()}
