"""Polls of the demo's live rooms, with the ballots of its people."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import cycle, islice

from community.live.actions.polls import tell_poll
from community.live.models import Attendee, Ballot, Choice, Poll, PollAnswer, PollOption, Room
from community.live.voices import enter
from community.people.models import User


def add_polls(room: Room, entries: Iterable[dict], began: datetime, people: dict[str, User]) -> None:
    """Each poll in the state that its minutes say: without `opened` a draft, without `closed` open."""
    voters = [enter(user, room) for user in people.values()]
    for entry in entries:
        poll = _poll(room, entry, began, people["ona"])
        if "options" in entry:
            _choose(poll, entry["options"], voters)
        else:
            _write(poll, entry, voters)
        tell_poll(poll)


def _poll(room: Room, entry: dict, began: datetime, moderator: User) -> Poll:
    return Poll.objects.create(
        room=room,
        kind=entry["kind"],
        text=entry["text"],
        results_wait=entry.get("results_wait", False),
        made_by=moderator,
        created_at=began + timedelta(minutes=entry["minute"]),
        opened_at=_at(began, entry, "opened"),
        closed_at=_at(began, entry, "closed"),
    )


def _choose(poll: Poll, options: list[dict], voters: list[Attendee]) -> None:
    """Where one choice is made, everybody makes one; where several are, people come round again."""
    ballots: dict[int, Ballot] = {}
    turn = cycle(voters)
    for place, facts in enumerate(options):
        option = PollOption.objects.create(poll=poll, text=facts["text"], position=place)
        for voter in _next(turn, facts["votes"]):
            if voter.pk not in ballots:
                ballots[voter.pk] = Ballot.objects.create(poll=poll, attendee=voter)
            Choice.objects.create(ballot=ballots[voter.pk], option=option)


def _write(poll: Poll, entry: dict, voters: list[Attendee]) -> None:
    for voter, text in zip(voters, entry["answers"], strict=False):
        ballot = Ballot.objects.create(poll=poll, attendee=voter)
        PollAnswer.objects.create(ballot=ballot, text=text, group=entry.get("groups", {}).get(text, ""))


def _next(turn: Iterator[Attendee], number: int) -> list[Attendee]:
    return list(islice(turn, number))


def _at(began: datetime, entry: dict, name: str) -> datetime | None:
    return began + timedelta(minutes=entry[name]) if name in entry else None
