"""Votes: one per person and question, given and withdrawn as often as one likes, counted once (safety A19, A20)."""

from contextlib import suppress

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from community.lib.ratelimit import allow
from community.live.actions.moving import lock_room
from community.live.actions.saying import check_not_banned
from community.live.errors import StateChanged, TooFast
from community.live.models import Attendee, Question, Vote
from community.live.permissions import can_see_question, can_vote_question
from community.live.stream import votes_changed
from community.live.voices import Voice, attendee_of, enter

VOTING_LIMIT, VOTING_SECONDS = 20, 10


def vote(voter: Voice, question: Question) -> int:
    """Add somebody's vote and return the new count. A second vote changes nothing."""
    _check(voter, question)
    attendee = enter(voter, question.room)
    _check_pace(attendee)
    with suppress(IntegrityError), transaction.atomic():  # the unique constraint: the vote is there already
        _count(question)
        Vote.objects.create(question=question, attendee=attendee)
    return _current(question)


def withdraw_vote(voter: Voice, question: Question) -> int:
    """Take somebody's vote back and return the new count. Without a vote nothing changes."""
    _check(voter, question)
    attendee = enter(voter, question.room)
    _check_pace(attendee)
    with transaction.atomic():
        lock_room(question.room_id)  # the room's row first, as everywhere
        deleted, _rows = Vote.objects.filter(question=question, attendee=attendee).delete()
        if deleted:
            votes_changed(question.room)
            Question.objects.filter(pk=question.pk).update(votes_count=F("votes_count") - 1)
    return _current(question)


def count_forum_votes(question_id: int, votes: int) -> None:
    """How many vote for a question since it was carried into the forum, where nobody who voted here counts again."""
    Question.objects.filter(pk=question_id).exclude(carried_url="").update(votes_count=votes)


def _check(voter: Voice, question: Question) -> None:
    check_not_banned(attendee_of(voter, question.room))
    if not (can_vote_question(voter, question) and can_see_question(voter, question)):
        raise PermissionDenied
    if not question.is_unanswered or question.carried_url or not question.room.takes_questions:
        raise _too_late()


def _check_pace(attendee: Attendee) -> None:
    """Raises TooFast: each vote is told to the whole room."""
    wait = allow(f"live:vote:{attendee.pk}", VOTING_LIMIT, VOTING_SECONDS)
    if wait:
        raise TooFast(wait)


def _count(question: Question) -> None:
    """Count a vote, while the question still takes any: it may have been merged or answered a moment ago."""
    votes_changed(question.room)  # the room's row first, as everywhere
    takers = Question.objects.filter(pk=question.pk, state__in=Question.UNANSWERED)
    if not takers.update(votes_count=F("votes_count") + 1):
        raise _too_late()


def _too_late() -> StateChanged:
    return StateChanged(_("This question no longer takes votes."))


def _current(question: Question) -> int:
    question.refresh_from_db(fields=["votes_count"])
    return question.votes_count
