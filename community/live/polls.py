"""What pages show of polls: to each reader their own answer, and results once they may be seen."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from community.live.models import Attendee, Ballot, Poll, Room
from community.live.permissions import Somebody, can_write_in_room
from community.live.tally import Results, Spelling, results_of, spellings, written_answers
from community.live.voices import attendee_of

STAGE_MINUTES = 2  # how long the results of a closed poll stay on the stage


@dataclass(frozen=True)
class ShownPoll:
    """A poll as one reader sees it."""

    poll: Poll
    results: Results  # without rows while they are hidden
    own: Collection[str] = ()  # keys of the options that the reader chose
    own_text: str = ""
    may_vote: bool = False
    is_latest: bool = True  # of those that are closed; the results of the others are folded, or chat would slip away

    @property
    def pk(self) -> int:
        return self.poll.pk

    @property
    def has_voted(self) -> bool:
        return bool(self.own or self.own_text)

    @property
    def options(self) -> list[tuple[str, str]]:
        """Key and text of each answer to choose from."""
        return [(str(option.pk), option.text) for option in self.poll.options.all()]

    @property
    def own_words(self) -> str:
        """What the reader answered, in words."""
        return self.own_text or " · ".join(text for key, text in self.options if key in self.own)

    @property
    def shows_results_at_once(self) -> bool:
        """Whoever may still vote looks at the results only on demand, so as not to vote for what others voted for."""
        if self.poll.state == "closed":
            return self.is_latest or self.poll.room.phase == "closed"
        return self.has_voted or not self.may_vote


@dataclass(frozen=True)
class DeskPoll:
    """A poll as moderators handle it: `answers` are what people wrote, each wording once."""

    poll: Poll
    answers: Sequence[Spelling] = field(default=())

    @property
    def pk(self) -> int:
        return self.poll.pk

    @property
    def option_lines(self) -> str:
        return "\n".join(option.text for option in self.poll.options.all())


def polls_of(room: Room) -> list[Poll]:
    """All polls of a room with their options: drafts, then what is open, then what is closed, the latest first."""
    found = list(room.polls.prefetch_related("options").order_by("-opened_at", "-pk"))
    return sorted(found, key=lambda poll: ("draft", "open", "closed").index(poll.state))


def shown_polls(voice: Somebody, room: Room, polls: Sequence[Poll]) -> list[ShownPoll]:
    """Those that are no drafts, for this reader: six queries at most, whatever the number of polls."""
    polls = [poll for poll in polls if poll.opened_at]
    if not polls:
        return []
    results, own = results_of(polls), _own_ballots(attendee_of(voice, room), polls)
    may_write = can_write_in_room(voice, room)
    latest = max((poll.closed_at for poll in polls if poll.closed_at), default=None)
    return [
        ShownPoll(
            poll,
            results[poll.pk],
            *own.get(poll.pk, ((), "")),
            may_vote=may_write and poll.takes_ballots,
            is_latest=poll.closed_at == latest,
        )
        for poll in polls
    ]


def _own_ballots(attendee: Attendee | None, polls: Sequence[Poll]) -> dict[int, tuple[tuple[str, ...], str]]:
    """What somebody answered: keys of options, and words."""
    if attendee is None:
        return {}
    found = Ballot.objects.filter(attendee=attendee, poll__in=polls)
    ballots = found.select_related("answer").prefetch_related("choices")
    return {
        ballot.poll_id: (
            tuple(str(choice.option_id) for choice in ballot.choices.all()),
            ballot.answer.text if hasattr(ballot, "answer") else "",
        )
        for ballot in ballots
    }


def desk_polls(polls: Sequence[Poll]) -> list[DeskPoll]:
    written = written_answers(polls)
    return [DeskPoll(poll, spellings(written.get(poll.pk, ()))) for poll in polls]


def stage_poll(room: Room) -> ShownPoll | None:
    """What the projector shows: the poll that was opened last, or for some minutes the one that was closed last."""
    polls = polls_of(room)
    opened = [poll for poll in polls if poll.state == "open"]
    since = timezone.now() - timedelta(minutes=STAGE_MINUTES)
    closed = [poll for poll in polls if poll.closed_at and poll.closed_at > since]
    latest = opened[:1] or sorted(closed, key=lambda poll: poll.closed_at or since, reverse=True)[:1]
    found = shown_polls(AnonymousUser(), room, latest)
    return found[0] if found else None
