"""Undo at the desks: the last own step, as long as nothing else has happened to its questions since."""

from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from community.live.actions.desk import restore_question
from community.live.actions.desk_merging import count_votes
from community.live.actions.moving import Answerer, is_seen, lock_room, locked, plain, tell_question
from community.live.errors import StateChanged
from community.live.models import DeskStep, Question, Vote
from community.live.permissions import can_answer_questions
from community.moderation.actions import record as audit
from community.people.models import User

UNDO_FOR = timedelta(hours=1)
DECISIONS = {"publish", "decline", "merge", "hide"}  # what the log knows of
State = Question.State


@transaction.atomic
def undo_step(actor: Answerer, step: DeskStep) -> None:
    """Put everything back as it was before the step: states, words, labels, and after a merge the votes.

    Raises PermissionDenied for somebody else's step, StateChanged when it is too late.
    """
    lock_room(step.room_id)
    step = DeskStep.objects.select_for_update().get(pk=step.pk)
    if not (is_own_step(actor, step) and can_answer_questions(actor, step.room)):
        raise PermissionDenied
    if step.undone_at or step.created_at < timezone.now() - UNDO_FOR:
        raise StateChanged(_("This step cannot be undone any more."))
    questions = locked(*Question.objects.filter(pk__in=map(int, step.after)))
    _check_unchanged(step, questions)
    if step.verb == "hide" and isinstance(actor, User):
        restore_question(actor, questions[0])
    else:
        _restore(step, questions)
    step.undone_at = timezone.now()
    step.save(update_fields=["undone_at"])
    if step.verb in DECISIONS and isinstance(actor, User):
        audit(actor, "undo", "question", step.question_id, reason=step.verb)


def is_own_step(actor: Answerer, step: DeskStep) -> bool:
    return step.actor_id == actor.pk if isinstance(actor, User) else step.speaker_id == actor.pk


def _check_unchanged(step: DeskStep, questions: list[Question]) -> None:
    for question in questions:
        after = step.after[str(question.pk)]
        if any(plain(getattr(question, name)) != value for name, value in after.items()):
            raise StateChanged(_("This question has changed since, so the step cannot be undone."))


def _restore(step: DeskStep, questions: list[Question]) -> None:
    for question in questions:
        was_seen = is_seen(question)
        before = _values(step.before[str(question.pk)])
        if before.get("state") == State.ANSWERING and _other_is_answered(question, questions):
            before["state"] = State.OPEN  # only one question at a time is being answered
        for name, value in before.items():
            setattr(question, name, value)
        question.save(update_fields=list(before))
        tell_question(question, was_seen=was_seen)
    if step.verb == "merge":
        Vote.objects.filter(pk__in=step.votes).delete()
        count_votes(next(question for question in questions if question.pk == step.question_id))


def _values(before: dict[str, Any]) -> dict[str, Any]:
    """The values of the fields as Python has them; a foreign key's by its `_id`."""
    fields: dict[str, Any] = {field.attname: field for field in Question._meta.concrete_fields}
    return {name: fields[name].to_python(value) for name, value in before.items()}


def _other_is_answered(question: Question, together: list[Question]) -> bool:
    """Whether a question that does not go back with this one is being answered now."""
    others = question.room.questions.filter(state=State.ANSWERING)
    return others.exclude(pk__in=[each.pk for each in together]).exists()
