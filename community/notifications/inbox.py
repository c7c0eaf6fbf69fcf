"""The inbox as it is shown: news by day, and unread news of one thread as one line."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils import timezone

from community.notifications.mail import title_of
from community.notifications.models import Notification
from community.notifications.models.news import WITHDRAWN
from community.notifications.queries import readable
from community.people.models import User


@dataclass(frozen=True)
class Line:
    """One line. `told` are oldest first, all of one thread."""

    told: Sequence[Notification]

    @property
    def newest(self) -> Notification:
        return self.told[-1]

    @property
    def title(self) -> str:
        return title_of(self.told)

    @property
    def url(self) -> str:
        """Where the reader goes on: at the oldest of what is new."""
        return self.told[0].says.url

    @property
    def names(self) -> list[str]:
        """Who wrote it, the latest first, unless the title says so."""
        names = dict.fromkeys(one.says.by for one in reversed(self.told) if one.says.by)
        return [name for name in names if not re.search(rf"(?<!\w){re.escape(name)}(?!\w)", self.title)]

    @property
    def text(self) -> str:
        return self.newest.says.text


@dataclass(frozen=True)
class Day:
    """A day in the site's own zone with its lines, the newest first."""

    date: date
    lines: list[Line]


def days_of(user: User, heads: Sequence[Notification]) -> list[Day]:
    """The lines of a page of the inbox by day; only what the member may see now. Two queries and one per kind."""
    together = _together(user, heads)
    may = {one.pk: one for one in readable(user, [one for group in together for one in group])}
    days: dict[date, list[Line]] = {}
    for group in together:
        told = [may[one.pk] for one in group if one.pk in may]
        if told:
            day = timezone.localtime(group[-1].created_at).date()
            days.setdefault(day, []).append(Line(told))
    return [Day(day, lines) for day, lines in days.items()]


def lost_among(heads: Sequence[Notification], days: Sequence[Day]) -> list[Notification]:
    """The unread heads of which the member may see nothing any more: it was hidden, or a right has gone."""
    told = [one for day in days for line in day.lines for one in line.told if one.read_at is None]
    shown = {_place_of(one) for one in told}
    return [one for one in heads if one.read_at is None and _place_of(one) not in shown]


def found_among(heads: Sequence[Notification], days: Sequence[Day]) -> list[Notification]:
    """What was withdrawn from the member, who may see it again."""
    shown = {one.pk for day in days for line in day.lines for one in line.told}
    return [one for one in heads if one.read_at == WITHDRAWN and one.pk in shown]


def _place_of(one: Notification) -> tuple[str, str | int]:
    """The same for all that is shown as one."""
    return one.kind, one.thread or one.pk


def _together(user: User, heads: Sequence[Notification]) -> list[list[Notification]]:
    """Each head with what is folded into it, oldest first."""
    threads = {(one.kind, one.thread) for one in heads if one.thread and one.read_at is None}
    folded: dict[tuple[str, str], list[Notification]] = defaultdict(list)
    if threads:
        same = Q(kind__in={kind for kind, _ in threads}, thread__in={thread for _, thread in threads})
        for one in Notification.objects.of(user).unread().filter(same, folded=True).order_by("created_at", "pk"):
            folded[one.kind, one.thread].append(one)
    return [[*(folded[one.kind, one.thread] if one.read_at is None and one.thread else []), one] for one in heads]
