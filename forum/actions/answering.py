"""Which reply answers a question that was carried into a topic."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from community.people.models import User
from forum import origins
from forum.actions.carrying import add_carried_post
from forum.actions.posting import hold_topic
from forum.engine import Post
from forum.errors import NoAnswer
from forum.models import PostDetail
from forum.permissions import can_be_answer, can_read_topic


@transaction.atomic
def accept_answer(actor: User, carried: Post, answer: Post) -> None:
    """Call this reply the answer to what was carried. The second time nothing happens.

    Raises PermissionDenied for whoever may not settle it, NoAnswer when the two do not belong together or another
    reply was chosen meanwhile.
    """
    detail = _held(actor, carried)
    if detail.answer_id == answer.pk:
        return
    if detail.answer_id or not can_be_answer(answer) or answer.topic_id != carried.topic_id or answer.pk == carried.pk:
        raise NoAnswer
    _store(detail, answer)
    _origin_of(detail).settle(actor, detail.origin_id)


@transaction.atomic
def withdraw_answer(actor: User, carried: Post) -> None:
    """Take it back: the question waits again. Raises PermissionDenied."""
    detail = _held(actor, carried)
    if detail.answer_id is None:
        return
    _store(detail, None)
    _origin_of(detail).reopen(actor, detail.origin_id)


@transaction.atomic
def add_answer(*, origin_kind: str, origin_id: object, author: User | None, author_name: str, content: str) -> Post:
    """Post an answer that was written elsewhere below what was carried from there, and call it the answer.

    Who may answer was decided there. The same origin is answered once, however often it comes. Raises LookupError
    when nothing was carried from there.
    """
    carried = PostDetail.objects.filter(origin_kind=origin_kind, origin_id=str(origin_id)).select_related("post__topic")
    detail = carried.first()
    if detail is None:
        raise LookupError(f"Nothing was carried from {origin_kind} {origin_id}.")
    answer, _made = add_carried_post(
        detail.post.topic,
        origin_kind=origins.ANSWER_KIND,
        origin_id=f"{origin_kind}:{origin_id}",
        origin_url=detail.origin_url,
        author=author,
        author_name=author_name,
        content=content,
        votes=0,
        carried_by=None,
    )
    _store(detail, answer)
    return answer


def _held(actor: User, carried: Post) -> PostDetail:
    topic = hold_topic(carried.topic)
    detail = PostDetail.objects.select_for_update(of=["self"]).get(post=carried)
    may = origins.settleable(actor, detail.origin_kind, [detail.origin_id])
    if not (can_read_topic(actor, topic) and detail.origin_id in may):
        raise PermissionDenied
    return detail


def _origin_of(detail: PostDetail) -> origins.Origin:
    found = origins.get(detail.origin_kind)
    assert found is not None  # noqa: S101 - who may settle it was asked of it
    return found


def _store(detail: PostDetail, answer: Post | None) -> None:
    PostDetail.objects.filter(pk=detail.pk).update(answer=answer)
