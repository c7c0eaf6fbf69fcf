"""Counting polls: how many took part, how many chose what, and which written answers say the same."""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count

from community.lib.fold import fold
from community.live.models import Ballot, Choice, Poll, PollAnswer

GROUPS_SHOWN = 30  # of written answers, in rooms and on stage; a report has all of them

_SIGNS = {"Sm", "Sc", "So"}  # mathematics, currencies, emoji
_MINUS = re.compile(r"(?<!\w)[-−](?=\d)")


@dataclass(frozen=True)
class Row:
    """One line of a result: an option, or written answers that say the same. `key` stays the same while it changes."""

    key: str
    text: str
    number: int
    people: int  # how many took part in the whole poll

    @property
    def percent(self) -> int:
        """Of those who took part, rounded; where several answers may be chosen, the rows add up to more than 100."""
        return share(self.number, self.people)


@dataclass(frozen=True)
class Results:
    """How many took part, and what came out, if that may be seen."""

    people: int
    rows: Sequence[Row] = ()
    more: int = 0  # rows that are not shown

    @property
    def most(self) -> int:
        """The number of the leading answer, or of several that lead together; 0 when nobody has answered."""
        return max((row.number for row in self.rows), default=0)


@dataclass(frozen=True)
class Spelling:
    """Written answers in the same words, as moderators put them into groups. `pk` is that of the first of them."""

    pk: int
    text: str
    number: int
    group: str
    hidden: bool


def share(number: int, people: int) -> int:
    """Whole per cent, halves rounded up. Nobody is 0 %."""
    return (200 * number + people) // (2 * people) if people else 0


def key_of(text: str) -> str:
    """The same for answers that differ in capitals, accents, spelling or punctuation; signs make a difference."""
    signs = "".join(letter for letter in text if letter in "%#" or unicodedata.category(letter) in _SIGNS)
    return f"{fold(text)} {'-' * len(_MINUS.findall(text))}{signs}".strip() or text


def took_part(polls: Collection[Poll]) -> dict[int, int]:
    """How many people answered each poll."""
    counted = Ballot.objects.filter(poll__in=polls).values_list("poll").annotate(number=Count("pk"))
    return {poll_id: number for poll_id, number in counted} if polls else {}  # noqa: C416 - pairs, for mypy


def choice_counts(polls: Collection[Poll]) -> dict[tuple[int, int], int]:
    """How often each option was chosen, by poll and option; options that nobody chose are missing."""
    pks = [poll.pk for poll in polls if poll.kind != Poll.Kind.TEXT]
    chosen = Choice.objects.filter(option__poll__in=pks).values_list("option__poll", "option")
    counted = chosen.annotate(number=Count("pk")) if pks else ()
    return {(poll_id, option_id): number for poll_id, option_id, number in counted}


def written_answers(polls: Collection[Poll]) -> dict[int, list[PollAnswer]]:
    """The answers to each poll without options, in the order in which people first answered."""
    found: dict[int, list[PollAnswer]] = defaultdict(list)
    written = [poll for poll in polls if poll.kind == Poll.Kind.TEXT]
    answers = PollAnswer.objects.filter(ballot__poll__in=written).select_related("ballot").order_by("ballot")
    for answer in answers if written else ():
        found[answer.ballot.poll_id].append(answer)
    return found


def grouped(answers: Iterable[PollAnswer], people: int) -> list[Row]:
    """Written answers, those that say the same counted together; the most frequent first, of two the earlier.

    What a moderator has put into a group or hidden goes for everybody who writes the same words, later too.
    """
    answers = list(answers)
    hidden = {key_of(answer.text) for answer in answers if answer.hidden_at}
    groups = {key_of(answer.text): answer.group for answer in answers if answer.group}
    numbers: Counter[str] = Counter()
    names: dict[str, str] = {}
    for answer in answers:
        own_key = key_of(answer.text)
        if own_key in hidden:
            continue
        group = groups.get(own_key, "")
        key = key_of(group or answer.text)
        numbers[key] += 1
        if group or key not in names:
            names[key] = group or answer.text
    return [Row(key, names[key], number, people) for key, number in numbers.most_common()]


def spellings(answers: Iterable[PollAnswer]) -> list[Spelling]:
    """Each wording once, in the order in which people came up with it."""
    alike: dict[str, list[PollAnswer]] = defaultdict(list)
    for answer in answers:
        alike[key_of(answer.text)].append(answer)
    return [
        Spelling(
            pk=same[0].pk,
            text=same[0].text,
            number=len(same),
            group=next((answer.group for answer in same if answer.group), ""),
            hidden=any(answer.hidden_at for answer in same),
        )
        for same in alike.values()
    ]


def results_of(
    polls: Collection[Poll], shown: int | None = GROUPS_SHOWN, *, reveal: bool = False
) -> dict[int, Results]:
    """The results of polls whose options were read with them, in three queries; at most `shown` groups of answers.

    Without `reveal` those that may not be seen yet say only how many took part.
    """
    open_ones = [poll for poll in polls if reveal or poll.shows_results]
    people, chosen, written = took_part(polls), choice_counts(open_ones), written_answers(open_ones)
    found = {poll.pk: Results(people.get(poll.pk, 0)) for poll in polls}
    for poll in open_ones:
        number = found[poll.pk].people
        rows = grouped(written.get(poll.pk, ()), number) or [
            Row(str(option.pk), option.text, chosen.get((poll.pk, option.pk), 0), number)
            for option in poll.options.all()
        ]
        found[poll.pk] = Results(number, rows[:shown], len(rows[shown:]) if shown else 0)
    return found
