"""Posts: what is said in a topic, and what readers say of it."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from django.http import Http404
from ninja import Query, Router, Schema, Status
from pydantic import Field

from community.api.bodies import Body, cleaned
from community.api.callers import Call, member_of, writing
from community.api.paging import Piece, piece_of
from community.api.people import Author, author_of_post
from forum import actions
from forum.actions.once import count_try
from forum.engine import Post as PostRow
from forum.forms import EditForm, ReplyForm
from forum.models import PostDetail
from forum.permissions import can_edit_post, can_read_words, in_full_view, is_hidden, waits
from forum.queries import language_of, post_url, posts_for
from forum.shown import shown_answer, shown_question
from forum.views.composing import named_post
from forum.views.fetching import post_or_404, topic_or_404

router = Router(tags=["posts"])
_SHOWN_WITH = ("poster__organisation", "detail__reply_to__detail", "detail__answer__detail")


class Reactions(Schema):
    thanks: int = 0
    agree: int = 0
    tried: int = 0


class Post(Schema):
    id: int
    url: str
    topic_id: int
    author: Author
    created_at: datetime
    changed_at: datetime | None
    language: str
    content: str | None = Field(description="In Markdown; null for a post that was hidden from the caller.")
    html: str | None = Field(description="The same as the page shows it; addresses without a host are this site's.")
    is_hidden: bool
    is_waiting: bool = Field(description="Whether a moderator has still to approve it.")
    reply_to_id: int | None
    is_question: bool
    answer_id: int | None
    votes: int
    reactions: Reactions
    can_edit: bool


class Posts(Schema):
    items: list[Post]
    next: str | None


class NewPost(Body):
    content: str
    language: str = ""
    reply_to_id: int | None = Field(None, ge=1, lt=2**62)
    client_id: UUID | None = Field(None, description="Yours, once for each post: sent again, it makes no second one.")


class ChangedPost(Body):
    content: str
    reason: str = ""


class Choice(Body):
    post_id: int = Field(ge=1, lt=2**62)


@router.get("/topics/{int:topic_id}/posts", response=Posts, summary="List the posts of a topic")
def list_posts(request: Call, topic_id: int, piece: Annotated[Piece, Query()]) -> dict:
    """The oldest first."""
    user = request.auth.user
    topic = topic_or_404(user, topic_id)
    rows = posts_for(user, topic).select_related(*_SHOWN_WITH)

    def show(post: PostRow) -> Post:
        post.topic = topic
        return shown_post(request, post)

    return piece_of(request, rows, piece, "created", show, newest=False)


@router.post("/topics/{int:topic_id}/posts", response={201: Post}, auth=writing, summary="Reply in a topic")
def reply(request: Call, topic_id: int, body: NewPost) -> Status:
    """A post at the end of the topic, in the name of the key's member."""
    author = member_of(request)
    topic = topic_or_404(author, topic_id)
    form = ReplyForm(body.model_dump() | {"reply_to": ""})
    words = {name: value for name, value in cleaned(form).items() if name not in {"revision", "reply_to"}}
    answered = named_post(author, topic, body.reply_to_id)
    if body.reply_to_id and answered is None:
        raise Http404
    count_try("post", author, body.client_id)
    post = actions.reply(author, topic, reply_to=answered, **words)
    return Status(201, _fresh(request, post.pk))


@router.get("/posts/{int:post_id}", response=Post, summary="Read a post")
def read_post(request: Call, post_id: int) -> Post:
    return shown_post(request, post_or_404(request.auth.user, post_id))


@router.patch("/posts/{int:post_id}", response=Post, auth=writing, summary="Change a post")
def change_post(request: Call, post_id: int, body: ChangedPost) -> Post:
    """Give it another text. Former texts stay to be read, but for those of the first minutes."""
    editor = member_of(request)
    post = post_or_404(editor, post_id)
    words = cleaned(EditForm(body.model_dump()))
    count_try("post", editor)
    actions.edit_post(editor, post, content=words["content"], reason=words["reason"])
    return _fresh(request, post_id)


@router.put("/posts/{int:post_id}/vote", response={204: None}, auth=writing, summary="Wait for the answer, too")
def vote(request: Call, post_id: int) -> Status:
    """For a question that has no answer yet. The second time nothing happens."""
    member = member_of(request)
    post = post_or_404(member, post_id)
    actions.vote_question(member, post)
    return Status(204, None)


@router.delete("/posts/{int:post_id}/vote", response={204: None}, auth=writing, summary="Wait no more")
def withdraw_vote(request: Call, post_id: int) -> Status:
    member = member_of(request)
    post = post_or_404(member, post_id)
    actions.withdraw_vote(member, post)
    return Status(204, None)


@router.put("/posts/{int:post_id}/answer", response=Post, auth=writing, summary="Say which reply answers a question")
def accept_answer(request: Call, post_id: int, body: Choice) -> Post:
    """Whoever asked it, trainers and moderators."""
    member = member_of(request)
    question, chosen = post_or_404(member, post_id), post_or_404(member, body.post_id)
    actions.accept_answer(member, question, chosen)
    return _fresh(request, post_id)


@router.delete("/posts/{int:post_id}/answer", response=Post, auth=writing, summary="Let a question wait again")
def withdraw_answer(request: Call, post_id: int) -> Post:
    member = member_of(request)
    actions.withdraw_answer(member, post_or_404(member, post_id))
    return _fresh(request, post_id)


Said = Literal["thanks", "agree", "tried"]


@router.put("/posts/{int:post_id}/reactions/{kind}", response={204: None}, auth=writing, summary="React to a post")
def react(request: Call, post_id: int, kind: Said) -> Status:
    member = member_of(request)
    post = post_or_404(member, post_id)
    actions.add_reaction(member, post, kind)
    return Status(204, None)


@router.delete("/posts/{int:post_id}/reactions/{kind}", response={204: None}, auth=writing, summary="Take it back")
def unreact(request: Call, post_id: int, kind: Said) -> Status:
    member = member_of(request)
    post = post_or_404(member, post_id)
    actions.withdraw_reaction(member, post, kind)
    return Status(204, None)


def shown_post(request: Call, post: PostRow) -> Post:
    """What the caller may know of it. Of a hidden post that is little more than that it was hidden."""
    detail = getattr(post, "detail", None) or PostDetail(post=post)
    shows_words = can_read_words(request.auth.user, post)
    answer, replied, counts = shown_answer(post), shown_question(post), in_full_view(post)
    return Post(
        id=post.pk,
        url=post_url(post),
        topic_id=post.topic_id,
        author=author_of_post(post),
        created_at=post.created,
        changed_at=post.updated if post.updates_count else None,
        language=language_of(post, post.topic),
        content=post.content.raw if shows_words else None,
        html=str(post.content.rendered) if shows_words else None,
        is_hidden=is_hidden(post),
        is_waiting=waits(post),
        reply_to_id=replied.pk if replied else None,
        is_question=detail.asks,
        answer_id=answer.pk if answer else None,
        votes=detail.votes if counts else 0,
        reactions=_reactions(detail) if counts else Reactions(),
        can_edit=can_edit_post(request.auth.user, post),
    )


def _reactions(detail: PostDetail) -> Reactions:
    return Reactions(thanks=detail.thanks_count, agree=detail.agree_count, tried=detail.tried_count)


def _fresh(request: Call, pk: int) -> Post:
    """A post as it is now."""
    return shown_post(request, post_or_404(request.auth.user, pk))
