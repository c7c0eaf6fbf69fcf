"""Two questions that ask the same become one: nobody counts twice, and both askers are named."""

from django.db import transaction
from django.utils.translation import gettext as _

from community.live.actions.moving import Change, change, locked, move, note_step, tell_question
from community.live.actions.saying import check_moderator, checked_text
from community.live.errors import StateChanged
from community.live.models import Question, Vote
from community.live.stream import votes_changed
from community.moderation.actions import record as audit
from community.people.models import User

State = Question.State
KEEPABLE = {State.PENDING, *Question.UNANSWERED, State.ANSWERED_LIVE, State.ANSWERED_WRITTEN}
DROPPABLE = {State.PENDING, *Question.UNANSWERED}


@transaction.atomic
def merge_questions(actor: User, keep: Question, drop: Question, text: str = "") -> None:
    """Let `drop` go into `keep`, with its votes and its askers; `text` is a better wording of both.

    Votes are added by person, so that nobody counts twice; whoever asked the one that goes votes for the one that
    stays. What `drop` had stays with it, so that undoing the step gives it all back.
    """
    if keep.pk == drop.pk:
        raise StateChanged(_("Choose two different questions."))
    keep, drop = locked(keep, drop)
    check_moderator(actor, keep)
    if keep.hidden_at or keep.state not in KEEPABLE:
        raise StateChanged(_("This question has changed meanwhile. Look again before you decide."))
    text = checked_text(text, Question.MAX_LENGTH) if text.strip() else keep.text
    changes = [_reworded(keep, text), move(drop, DROPPABLE, State.MERGED, merged_into_id=keep.pk)]
    changes += _pass_on(drop, keep)
    note_step(actor, "merge", changes, votes=_add_votes(keep, drop))
    tell_question(keep)
    audit(
        actor,
        "merge",
        "question",
        drop.pk,
        before={"text": changes[0].before["text"]},
        after={"into": keep.pk, "text": text},
    )


def _reworded(question: Question, text: str) -> Change:
    """In other words; whoever asked keeps seeing their own."""
    own = question.own_words or (question.text if text != question.text else "")
    return change(question, text=text, own_words=own)


def count_votes(question: Question) -> None:
    """Count a question's votes anew, where they were not given one by one."""
    votes_changed(question.room)
    question.votes_count = question.votes.count()
    question.save(update_fields=["votes_count"])


def _pass_on(drop: Question, keep: Question) -> list[Change]:
    """What had been merged into `drop` before now stands with `keep`."""
    return [change(earlier, merged_into_id=keep.pk) for earlier in drop.merged.all()]


def _add_votes(keep: Question, drop: Question) -> list[int]:
    """The ids of the votes that `keep` gains: those for `drop`, and its asker's."""
    voters = {drop.attendee_id, *drop.votes.values_list("attendee_id", flat=True)}
    voters -= {keep.attendee_id, *keep.votes.values_list("attendee_id", flat=True)}
    added = [Vote.objects.create(question=keep, attendee_id=voter).pk for voter in sorted(voters)]
    count_votes(keep)
    return added
