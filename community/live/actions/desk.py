"""What moderators do with questions: let in, leave out, label, hide. Every step can be undone and is in the log."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from community.lib.printable import printable
from community.live import registry
from community.live.actions.first_words import has_waiting_message, let_guest_in, must_wait
from community.live.actions.moving import change, is_seen, locked, move, note_step, tell_desk, tell_question
from community.live.actions.saying import check_moderator, checked_text
from community.live.models import Question
from community.moderation.actions import record as audit
from community.people.models import User

State = Question.State
LABEL_LENGTH = 40  # code points
REASON_LENGTH = 300


@transaction.atomic
def publish_question(actor: User, question: Question) -> None:
    """Let a waiting question into the room, and with it a new guest who asked it; not while a message of theirs waits,
    which may not have been read."""
    (question,) = locked(question)
    check_moderator(actor, question)
    note_step(actor, "publish", [move(question, {State.PENDING}, State.OPEN)])
    audit(actor, "publish", "question", question.pk)
    if must_wait(question.attendee, question.room) and not has_waiting_message(question.attendee):
        let_guest_in(actor, question.attendee)


def decline_question(actor: User, question: Question, reason: str) -> None:
    """Leave a question out; its asker reads the reason, nobody else sees it any more."""
    decline_questions(actor, [question], reason)


@transaction.atomic
def decline_questions(actor: User, questions: Sequence[Question], reason: str) -> None:
    """Leave several questions out for one reason, all of them or none; one step to undo."""
    questions = locked(*questions)
    for question in questions:
        check_moderator(actor, question)
    reason = checked_text(reason, REASON_LENGTH)
    moved = [move(each, {State.PENDING, *Question.UNANSWERED}, State.DECLINED, reason=reason) for each in questions]
    note_step(actor, "decline", moved)
    for question in questions:
        audit(actor, "decline", "question", question.pk, reason=reason)


@transaction.atomic
def set_label(actor: User, question: Question, label: str) -> None:
    """File a question under a word of the room's own; without a word, under none."""
    (question,) = locked(question)
    check_moderator(actor, question)
    label = " ".join(printable(label).split())[:LABEL_LENGTH].strip()
    if label == question.label:
        return
    note_step(actor, "label", [change(question, label=label)])
    tell_question(question)


@transaction.atomic
def take_question(actor: User, question: Question) -> None:
    """Show the other moderators who is on this one, for three minutes. A hint, never a lock: anybody may go on."""
    (question,) = locked(question)
    check_moderator(actor, question)
    change(question, taken_by_id=actor.pk, taken_at=timezone.now())
    tell_desk(question)


@transaction.atomic
def release_question(actor: User, question: Question) -> None:
    """Leave the question to the others again."""
    (question,) = locked(question)
    check_moderator(actor, question)
    if question.taken_by_id:
        change(question, taken_by_id=None, taken_at=None)
        tell_desk(question)


@transaction.atomic
def hide_question(actor: User, question: Question, reason: str = "") -> None:
    """Take a question out of sight, whatever its state. Nothing happens the second time."""
    (question,) = locked(question)
    check_moderator(actor, question)
    if question.hidden_at:
        return
    was_seen = is_seen(question)
    hidden = {"hidden_at": timezone.now(), "hidden_by_id": actor.pk, "hidden_reason": reason[:REASON_LENGTH]}
    note_step(actor, "hide", [change(question, **hidden)])
    tell_question(question, was_seen=was_seen)
    registry.tell_hidden(actor, question, reason)
    audit(actor, "hide", "question", question.pk, reason=reason)


@transaction.atomic
def restore_question(actor: User, question: Question) -> None:
    """Show a hidden question again, in the state it had."""
    (question,) = locked(question)
    check_moderator(actor, question)
    if not question.hidden_at:
        return
    registry.tell_restored(actor, question)
    question.mark_shown()
    tell_question(question)
    audit(actor, "restore", "question", question.pk)
