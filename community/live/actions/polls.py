"""Polls as moderators make them: a draft, opened, closed, opened again. What people answer is in `ballots`."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from community.live.actions.saying import check_moderator, checked_text
from community.live.errors import LiveError, RoomClosed, StateChanged
from community.live.models import Poll, PollOption, Room, RoomEvent
from community.live.stream import record, votes_changed
from community.people.models import User

FEWEST, MOST = 2, 10  # answers to choose from


@transaction.atomic
def make_poll(
    actor: User, room: Room, kind: str, text: str, options: Sequence[str] = (), *, results_wait: bool = False
) -> Poll:
    """Store a draft, which only moderators see.

    Raises PermissionDenied, or LiveError when words are missing, too long (code points), or the same twice.
    """
    poll = Poll(room=room, kind=kind, results_wait=results_wait, made_by=actor)
    check_moderator(actor, poll)
    _write(poll, text, options)
    tell_poll(poll)
    return poll


@transaction.atomic
def edit_poll(
    actor: User, poll: Poll, kind: str, text: str, options: Sequence[str] = (), *, results_wait: bool = False
) -> None:
    """Change a draft. Once people answer, the words that they answer stay: raises StateChanged."""
    poll = locked_poll(poll)
    check_moderator(actor, poll)
    _check_draft(poll)
    poll.kind, poll.results_wait = kind, results_wait
    _write(poll, text, options)
    tell_poll(poll)


@transaction.atomic
def open_poll(actor: User, poll: Poll) -> None:
    """Let everyone answer from now on. Raises RoomClosed outside the hours of the room."""
    poll = locked_poll(poll)
    check_moderator(actor, poll)
    if poll.closed_at:
        raise StateChanged(_("This poll was closed meanwhile. Open it again if you want more answers."))
    if poll.opened_at is None:
        _open(poll)


@transaction.atomic
def reopen_poll(actor: User, poll: Poll) -> None:
    """Take answers again, beside those that were given before."""
    poll = locked_poll(poll)
    check_moderator(actor, poll)
    if poll.opened_at is None:
        raise StateChanged(_("This poll is still a draft. Open it first."))
    if poll.closed_at:
        _open(poll)


@transaction.atomic
def close_poll(actor: User, poll: Poll) -> None:
    """Take no more answers, and show everyone the results; they stay. Nothing happens the second time."""
    poll = locked_poll(poll)
    check_moderator(actor, poll)
    if poll.opened_at is None:
        raise StateChanged(_("This poll is still a draft. Open it first."))
    if poll.closed_at is None:
        poll.closed_at = timezone.now()
        poll.save(update_fields=["closed_at"])
        tell_poll(poll)
        votes_changed(poll.room)


@transaction.atomic
def delete_poll(actor: User, poll: Poll) -> None:
    """Throw a draft away. What people have answered is never thrown away: raises StateChanged."""
    poll = locked_poll(poll)
    check_moderator(actor, poll)
    _check_draft(poll)
    tell_poll(poll)
    poll.delete()


def locked_poll(poll: Poll) -> Poll:
    """The poll as it is now. The room's row is held until the commit, and before the poll's, always in that order."""
    room = Room.objects.select_for_update(no_key=True).get(pk=poll.room_id)
    found = Poll.objects.select_for_update(no_key=True).get(pk=poll.pk)
    found.room = room
    return found


def tell_poll(poll: Poll) -> None:
    """Tell the desk, which sees drafts too, and the room once it is no draft any more."""
    record(poll.room, poll, RoomEvent.Stream.DESK)
    if poll.opened_at:
        record(poll.room, poll)


def _open(poll: Poll) -> None:
    if not poll.room.takes_ballots:
        raise RoomClosed(_("People can answer while the room is open. Open the poll then."))
    poll.opened_at, poll.closed_at = timezone.now(), None
    poll.save(update_fields=["opened_at", "closed_at"])
    tell_poll(poll)
    votes_changed(poll.room)


def _check_draft(poll: Poll) -> None:
    if poll.opened_at:
        raise StateChanged(_("This poll was opened meanwhile; its words stay as people have read them."))


def _write(poll: Poll, text: str, options: Sequence[str]) -> None:
    """Store the checked words of a draft, with exactly these answers to choose from."""
    if poll.kind not in Poll.Kind.values:
        raise LiveError(_("Choose what kind of poll it is."))
    poll.text = _checked_line(text, Poll.MAX_LENGTH)
    wanted = _checked_options(poll, options)
    poll.save()
    poll.options.all().delete()
    PollOption.objects.bulk_create(
        PollOption(poll=poll, text=words, position=position) for position, words in enumerate(wanted)
    )


def _checked_options(poll: Poll, options: Sequence[str]) -> list[str]:
    if poll.kind == Poll.Kind.TEXT:
        return []
    wanted = [_checked_line(words, PollOption.MAX_LENGTH) for words in options]
    if not FEWEST <= len(wanted) <= MOST:
        raise LiveError(
            _("Give %(fewest)d to %(most)d answers to choose from, each on a line of its own.")
            % {"fewest": FEWEST, "most": MOST}
        )
    if len({words.casefold() for words in wanted}) < len(wanted):
        raise LiveError(_("Two of the answers are the same. Change one of them."))
    return wanted


def _checked_line(text: str, max_length: int) -> str:
    return checked_text(" ".join(text.split()), max_length)
