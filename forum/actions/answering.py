"""Which reply answers a question: a topic's own, or one that was carried into it. One mechanism for both."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from community.people.models import User
from forum import origins
from forum.access import forget_access
from forum.actions.carrying import add_carried_post
from forum.actions.posting import hold_topic
from forum.announcing import tell_answered
from forum.documents import refresh_entry
from forum.engine import Post, Topic
from forum.errors import NoAnswer
from forum.models import PostDetail
from forum.permissions import can_be_answer, can_settle_question, is_answered


@transaction.atomic
def accept_answer(actor: User, question: Post, answer: Post) -> None:
    """Call this reply the answer to the question. The second time nothing happens.

    Raises PermissionDenied for whoever may not settle it, NoAnswer when the two do not belong together or another
    reply was chosen meanwhile.
    """
    held = _held(actor, question)
    if held.detail.answer_id == answer.pk:
        return
    if is_answered(held) or not can_be_answer(answer) or answer.topic_id != held.topic_id or answer.pk == held.pk:
        raise NoAnswer
    _store(held, answer)
    if origin := origins.get(held.detail.origin_kind):
        origin.settle(actor, held.detail.origin_id)
    tell_answered(held, answer, actor)


@transaction.atomic
def withdraw_answer(actor: User, question: Post) -> None:
    """Take it back: the question waits again. Raises PermissionDenied."""
    held = _held(actor, question)
    if held.detail.answer_id is None:
        return
    _store(held, None)
    if origin := origins.get(held.detail.origin_kind):
        origin.reopen(actor, held.detail.origin_id)


@transaction.atomic
def add_answer(
    *, origin_kind: str, origin_id: object, author: User | None, author_name: str, content: str, actor: User | None
) -> Post:
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
    question = _fresh(detail.post, detail.post.topic)
    _store(question, answer)
    tell_answered(question, answer, actor)
    return answer


def _held(actor: User, question: Post) -> Post:
    if detail := getattr(question, "detail", None):
        origins.hold(detail.origin_kind, [detail.origin_id])
    topic = hold_topic(question.topic)
    PostDetail.objects.select_for_update(of=["self"]).filter(post=question).first()
    forget_access(actor)
    fresh = _fresh(question, topic)
    if not can_settle_question(actor, fresh):
        raise PermissionDenied
    return fresh


def _fresh(question: Post, topic: Topic) -> Post:
    found = Post.objects.select_related("detail", "poster").get(pk=question.pk)
    found.topic = topic
    return found


def _store(question: Post, answer: Post | None) -> None:
    """The topic of a question that is answered stands higher in the search."""
    PostDetail.objects.filter(pk=question.detail.pk).update(answer=answer)
    question.detail.answer = answer
    refresh_entry(question)
