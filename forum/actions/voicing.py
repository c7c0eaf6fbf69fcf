"""What members say without writing: me too, thanks, I agree, I tried it. Each once per member, by the database.

Given and taken back as often as one likes; nobody is told of each one.
"""

from contextlib import suppress

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import F

from community.people.models import User
from forum import origins
from forum.access import forget_access
from forum.engine import Post
from forum.errors import NoReaction
from forum.limits import slow_down
from forum.models import PostDetail, QuestionVote, Reaction
from forum.permissions import can_react_post, can_vote_question


def vote_question(voter: User, question: Post) -> int:
    """Say "me too" and return how many do. A second time changes nothing, nor for who voted in the live room.

    Raises PermissionDenied, TooFast.
    """
    _check_vote(voter, question)
    with suppress(IntegrityError), transaction.atomic():  # the unique constraint: it is there already
        QuestionVote.objects.create(post=question, user=voter)
        _count(question, "votes", 1)
    return _tell_votes(question)


def withdraw_vote(voter: User, question: Post) -> int:
    """Take it back and return how many are left. Without a vote nothing changes; who asked it goes on waiting."""
    _check_vote(voter, question)
    with transaction.atomic():
        deleted, _rows = QuestionVote.objects.filter(post=question, user=voter, asked=False).delete()
        if deleted:
            _count(question, "votes", -1)
    return _tell_votes(question)


def add_reaction(user: User, post: Post, kind: str) -> None:
    """Thank, agree, or have tried it. Raises PermissionDenied, NoReaction for any other kind, TooFast."""
    _check_reaction(user, post, kind)
    with suppress(IntegrityError), transaction.atomic():
        Reaction.objects.create(post=post, user=user, kind=kind)
        _count(post, f"{kind}_count", 1)


def withdraw_reaction(user: User, post: Post, kind: str) -> None:
    """Take it back. Without one nothing changes."""
    _check_reaction(user, post, kind)
    with transaction.atomic():
        deleted, _rows = Reaction.objects.filter(post=post, user=user, kind=kind).delete()
        if deleted:
            _count(post, f"{kind}_count", -1)


def _check_vote(voter: User, question: Post) -> None:
    forget_access(voter)
    if not can_vote_question(voter, question):
        raise PermissionDenied
    slow_down("voice", voter)


def _check_reaction(user: User, post: Post, kind: str) -> None:
    forget_access(user)
    if not can_react_post(user, post):
        raise PermissionDenied
    if kind not in Reaction.Kind.values:
        raise NoReaction
    slow_down("voice", user)


def _count(post: Post, field: str, step: int) -> None:
    PostDetail.objects.filter(post=post).update(**{field: F(field) + step})


def _tell_votes(question: Post) -> int:
    """After it is stored, where the question comes from counts the same. Said as a number, so that a lost one heals."""
    question.detail.refresh_from_db(fields=["votes"])
    votes, origin = question.detail.votes, origins.get(question.detail.origin_kind)
    if origin:
        transaction.on_commit(lambda: origin.count_votes(question.detail.origin_id, votes))
    return votes
