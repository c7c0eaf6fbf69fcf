"""Another wording for somebody's question, where theirs would not be understood outside the room."""

from django.db import transaction

from community.live.actions.moving import change, locked, note_step, tell_question
from community.live.actions.saying import check_moderator, checked_text
from community.live.models import Question
from community.moderation.actions import record as audit
from community.people.models import User


@transaction.atomic
def reword_question(actor: User, question: Question, text: str) -> None:
    """Show the question in other words. The asker keeps seeing their own, and the log keeps both.

    Raises PermissionDenied, or LiveError for words that are empty or too long.
    """
    (question,) = locked(question)
    check_moderator(actor, question)
    text = checked_text(text, Question.MAX_LENGTH)
    if text == question.text:
        return
    before = question.text
    note_step(actor, "reword", [change(question, text=text, own_words=question.own_words or before)])
    tell_question(question)
    audit(actor, "reword", "question", question.pk, before={"text": before}, after={"text": text})
