"""What pages ask about editions, and what is next for a member."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from community.live.queries import standing_rooms
from community.people.permissions import Person, is_organiser
from events.academy.models import Edition, EditionMembership, EditionRoom, Session
from forum.engine import Forum
from forum.permissions import can_read_forum
from forum.queries import forum_url


@dataclass(frozen=True)
class Day:
    """One day of an edition's programme. pause_after: whether weeks without a session follow it."""

    number: int
    date: date
    sessions: list[Session]
    pause_after: bool


@dataclass(frozen=True)
class Next:
    """What is next for a member: the session, and where its edition talks in the meantime."""

    edition: Edition
    session: Session
    forum_url: str


# After so many days without a session, "between the sessions" has begun.
PAUSE_DAYS = 4


def listed_editions() -> list[Edition]:
    """All editions but drafts, the newest first."""
    return list(Edition.objects.visible().newest_first().select_related("programme").prefetch_related("sessions"))


def find_edition(user: Person, slug: str) -> Edition | None:
    """The edition at this address; a draft is there for organisers only."""
    editions = Edition.objects.all() if is_organiser(user) else Edition.objects.visible()
    return editions.filter(slug=slug).select_related("programme", "group").prefetch_related("sessions").first()


def programme_of(edition: Edition) -> list[Day]:
    """The days of an edition; the longest way between two of them carries the "between the sessions" block."""
    days = edition.days()
    gaps = [(days[index + 1][0] - days[index][0]).days for index in range(len(days) - 1)]
    longest = max(gaps, default=0)
    pauses = {gaps.index(longest)} if longest >= PAUSE_DAYS else set()
    return [
        Day(index + 1, day, _with_edition(edition, sessions), index in pauses)
        for index, (day, sessions) in enumerate(days)
    ]


def members_of(edition: Edition) -> list[EditionMembership]:
    """Who takes part, trainers and tutors first, then by team and name."""
    order = {EditionMembership.Role.TRAINER: 0, EditionMembership.Role.TUTOR: 1}
    rows = edition.memberships.select_related("user__organisation")
    return sorted(rows, key=lambda row: (order.get(row.role, 2), row.team or 0, row.user.display_name))


def membership_of(user: Person, edition: Edition) -> EditionMembership | None:
    if not user.is_authenticated:
        return None
    return EditionMembership.objects.filter(edition=edition, user=user).first()


def edition_forum(edition: Edition) -> Forum | None:
    """The private forum that the edition's group was let into. Ask `can_read_forum` before showing it."""
    name = edition.group.name if edition.group else edition.group_name
    forums = Forum.objects.filter(detail__is_private=True, groupforumpermission__group__name=name)
    return forums.select_related("detail").order_by("tree_id", "lft").distinct().first()


def forum_url_for(user: Person, edition: Edition) -> str:
    """Where the edition's forum is, or nothing for whoever may not enter it."""
    forum = edition_forum(edition)
    return forum_url(forum) if forum and can_read_forum(user, forum) else ""


def rooms_for(user: Person, edition: Edition) -> list[EditionRoom]:
    """The edition's standing rooms that this person may enter, that of all its members first."""
    if not user.is_authenticated:
        return []
    rows = EditionRoom.objects.filter(edition=edition, room__in=standing_rooms(user).order_by().values("pk"))
    return list(rows.select_related("room").order_by("team"))


def next_for(user: Person) -> Next | None:
    """The first session that is not over, of all editions that the member takes part in."""
    if not user.is_authenticated:
        return None
    ahead = Session.objects.filter(edition__memberships__user=user, ends_at__gt=timezone.now())
    ahead = ahead.exclude(edition__status=Edition.Status.DRAFT).select_related("edition__programme", "edition__group")
    session = ahead.order_by("starts_at", "pk").first()
    return Next(session.edition, session, forum_url_for(user, session.edition)) if session else None


def _with_edition(edition: Edition, sessions: list[Session]) -> list[Session]:
    for session in sessions:
        session.edition = edition  # its place may be the edition's
    return sessions
