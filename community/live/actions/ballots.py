"""What people answer in polls: one ballot each, by the database, changed as often as they like while it is open."""

from collections.abc import Collection
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from community.lib.printable import printable
from community.lib.ratelimit import allow
from community.live.actions.first_words import must_wait
from community.live.actions.polls import locked_poll
from community.live.actions.saying import check_moderator, check_not_banned, checked_text
from community.live.errors import FirstWordsWait, LiveError, PollClosed, TooFast
from community.live.models import Attendee, Ballot, Choice, Poll, PollAnswer, PollOption
from community.live.permissions import can_see_poll, can_vote_poll
from community.live.stream import votes_changed
from community.live.tally import key_of
from community.live.voices import Voice, attendee_of, enter
from community.moderation.actions import record as audit
from community.people.models import User

CASTING_LIMIT, CASTING_SECONDS = 20, 10


def cast_ballot(voice: Voice, poll: Poll, option_ids: Collection[int] = (), text: str = "") -> Ballot:
    """Store somebody's answer, or put it in the place of the one they gave before. The same again changes nothing.

    `text` is for polls without options; everybody reads it, so it is not for guests who have to wait. Raises
    PermissionDenied, PollOption.DoesNotExist for options of another poll, or a LiveError with the sentence to show:
    PollClosed, FirstWordsWait, TooFast, or what is wrong with the answer.
    """
    check_not_banned(attendee_of(voice, poll.room))
    if not (can_see_poll(voice, poll) and can_vote_poll(voice, poll)):
        raise PermissionDenied
    attendee = enter(voice, poll.room)
    if poll.kind == Poll.Kind.TEXT and must_wait(attendee, poll.room):
        raise FirstWordsWait
    if wait := allow(f"live:ballot:{attendee.pk}", CASTING_LIMIT, CASTING_SECONDS):
        raise TooFast(wait)
    return _store(attendee, poll, set(option_ids), text)


@transaction.atomic
def _store(attendee: Attendee, poll: Poll, option_ids: set[int], text: str) -> Ballot:
    """Whoever votes waits here for whoever opens, closes or votes at the same moment, in another tab perhaps."""
    poll = locked_poll(poll)
    if not poll.takes_ballots:
        raise PollClosed(_("This poll is closed and takes no more answers."))
    if poll.kind == Poll.Kind.TEXT:
        words = checked_text(" ".join(text.split()), PollAnswer.MAX_LENGTH)
        ballot = Ballot.objects.get_or_create(poll=poll, attendee=attendee)[0]
        changed = _write(ballot, words)
    else:
        _check_options(poll, option_ids)
        ballot = Ballot.objects.get_or_create(poll=poll, attendee=attendee)[0]
        changed = _choose(ballot, option_ids)
    if changed:
        Ballot.objects.filter(pk=ballot.pk).update(cast_at=timezone.now())
        votes_changed(poll.room)
    return ballot


def _check_options(poll: Poll, option_ids: set[int]) -> None:
    if PollOption.objects.filter(poll=poll, pk__in=option_ids).count() < len(option_ids):
        raise PollOption.DoesNotExist
    if not option_ids:
        raise LiveError(_("Choose an answer first."))
    if poll.kind == Poll.Kind.ONE and len(option_ids) > 1:
        raise LiveError(_("Choose one answer only."))


def _choose(ballot: Ballot, option_ids: set[int]) -> bool:
    """Make exactly these the ballot's choices; tells whether that changed anything."""
    present = set(ballot.choices.values_list("option_id", flat=True))
    if present == option_ids:
        return False
    ballot.choices.exclude(option__in=option_ids).delete()
    Choice.objects.bulk_create(Choice(ballot=ballot, option_id=pk) for pk in option_ids - present)
    return True


def _write(ballot: Ballot, words: str) -> bool:
    """New words belong to no group and have not been judged yet; the same words again stay as they are."""
    found = PollAnswer.objects.filter(ballot=ballot).first()
    if found and found.text == words:
        return False
    PollAnswer.objects.update_or_create(ballot=ballot, defaults={"text": words, "group": "", "hidden_at": None})
    return True


@transaction.atomic
def group_answers(actor: User, poll: Poll, answer_ids: Collection[int], name: str) -> None:
    """Count these answers as one under a name, with everybody else's in the same words; no name takes them apart.

    Raises PermissionDenied, PollAnswer.DoesNotExist for answers to another poll, or LiveError for a name too long.
    """
    poll = locked_poll(poll)
    check_moderator(actor, poll)
    name = printable(" ".join(name.split()))
    if len(name) > PollAnswer.GROUP_LENGTH:
        most = {"most": PollAnswer.GROUP_LENGTH}
        raise LiveError(_("At most %(most)d characters fit into the name of a group.") % most)
    _in_these_words(poll, answer_ids).update(group=name)
    votes_changed(poll.room)


def hide_answers(actor: User, poll: Poll, answer_ids: Collection[int]) -> None:
    """Take words out of the results, whoever wrote them. That they took part still counts."""
    _set_hidden(actor, poll, answer_ids, timezone.now(), "hide")


def show_answers(actor: User, poll: Poll, answer_ids: Collection[int]) -> None:
    """Show hidden words in the results again."""
    _set_hidden(actor, poll, answer_ids, None, "restore")


@transaction.atomic
def _set_hidden(actor: User, poll: Poll, answer_ids: Collection[int], moment: datetime | None, verb: str) -> None:
    poll = locked_poll(poll)
    check_moderator(actor, poll)
    found = _in_these_words(poll, answer_ids).filter(hidden_at__isnull=moment is not None)
    pks = list(found.values_list("pk", flat=True))
    PollAnswer.objects.filter(pk__in=pks).update(hidden_at=moment)
    votes_changed(poll.room)
    for pk in pks[:1]:  # one line for one act, however many wrote the same words
        audit(actor, verb, "poll_answer", pk)


def _in_these_words(poll: Poll, answer_ids: Collection[int]) -> QuerySet[PollAnswer]:
    """These answers, and all others to the poll that say the same."""
    written = list(PollAnswer.objects.filter(ballot__poll=poll))
    keys = {key_of(answer.text) for answer in written if answer.pk in answer_ids}
    if not keys or not set(answer_ids) <= {answer.pk for answer in written}:
        raise PollAnswer.DoesNotExist
    return PollAnswer.objects.filter(pk__in=[answer.pk for answer in written if key_of(answer.text) in keys])
