"""Who is here: each server process says how many people it holds in a room, and everyone adds that up (safety 1.5, 13).

Wrong by half a minute at most, when a process dies. The number is for all, the names are for moderators only (A24).
Whoever reads without a socket, in quiet mode or where sockets are blocked, counts like a process of one; with a socket
in another tab besides, they count twice, since processes say how many they hold and not whom.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core.cache import cache
from django.db.models import Q, Sum
from django.utils import timezone
from django.utils.crypto import salted_hmac

from community.live.limits import network
from community.live.models import Attendee, Presence, Room, RoomSpeaker
from community.live.permissions import Somebody
from community.live.rights import Visitor
from community.people.models import User

COUNTS_FOR = timedelta(seconds=30)
WRITTEN_SECONDS = 15  # so often is written at most that the same reader is here; they ask every ten seconds
MOST_NAMES = 200  # of one process in one room


@dataclass(frozen=True)
class Crowd:
    """The people behind some sockets: members by their account, guests by their name in the room, others by socket."""

    members: frozenset[int]
    guests: frozenset[frozenset[int]]
    speakers: frozenset[int]
    others: int

    @classmethod
    def of(cls, visitors: Iterable[Visitor]) -> Crowd:
        visitors = list(visitors)
        strangers = [visitor for visitor in visitors if not visitor.user_id]
        return cls(
            frozenset(visitor.user_id for visitor in visitors if visitor.user_id),
            frozenset(visitor.guest_ids for visitor in strangers if visitor.guest_ids),
            frozenset(visitor.speaker_id for visitor in strangers if visitor.speaker_id),
            sum(not (visitor.guest_ids or visitor.speaker_id) for visitor in strangers),
        )

    @property
    def people(self) -> int:
        return len(self.members) + len(self.guests) + len(self.speakers) + self.others


def write_presence(process: uuid.UUID, crowds: Mapping[int, Crowd]) -> None:
    """Say whom this process holds: one statement for all rooms, one to forget what is over, three for names."""
    names = _names(crowds)
    now = timezone.now()
    rows = [
        Presence(room_id=room_id, process=process, people=crowd.people, names=names[room_id], seen_at=now)
        for room_id, crowd in crowds.items()
    ]
    Presence.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["room", "process"], update_fields=["people", "names", "seen_at"]
    )
    left = Q(process=process) & ~Q(room__in=list(crowds))
    Presence.objects.filter(Q(seen_at__lt=now - COUNTS_FOR) | left).delete()


def note_reader(room: Room, voice: Somebody, address: str) -> None:
    """Count somebody who reads without a socket for half a minute. Those without a name count once for an address, and
    of one address no more guests than may have sockets: whoever makes up names does not fill the room."""
    who, names = _signed(voice, address)
    half = _digest("" if isinstance(voice, User) else f"address:{network(address)}")
    reader = uuid.UUID(half + _digest(who))
    if cache.add(f"live:here:{room.pk}:{reader}", True, WRITTEN_SECONDS):
        now = timezone.now()
        if isinstance(voice, User) or _has_place(room, half, reader, now):
            facts = {"people": 1, "names": names, "seen_at": now}
            Presence.objects.update_or_create(room=room, process=reader, defaults=facts)


def _has_place(room: Room, half: str, reader: uuid.UUID, now: datetime) -> bool:
    """Whether one more guest counts beside the others whose numbers begin like this one's: those of the address."""
    first, last = uuid.UUID(half + "0" * 16), uuid.UUID(half + "f" * 16)
    others = Presence.objects.filter(room=room, process__range=(first, last), seen_at__gte=now - COUNTS_FOR)
    return others.exclude(process=reader).count() < settings.LIVE_SOCKETS_PER_ADDRESS


def _digest(text: str) -> str:
    return salted_hmac("live.presence", text).hexdigest()[:16]


def forget_readers() -> None:
    """Delete the names of those who have gone; done every minute, for perhaps nobody has a socket in any process."""
    Presence.objects.filter(seen_at__lt=timezone.now() - COUNTS_FOR).delete()


def _signed(voice: Somebody, address: str) -> tuple[str, list[str]]:
    """What is the same for one person, and their name if they have one."""
    if isinstance(voice, User):
        return f"member:{voice.pk}", [voice.display_name]
    if isinstance(voice, Attendee):
        return f"guest:{voice.pk}", [voice.name]
    return f"address:{network(address)}", []


def people_elsewhere(process: uuid.UUID, room_ids: Iterable[int]) -> dict[int, int]:
    """How many people the other processes hold in these rooms."""
    fresh = Presence.objects.filter(room__in=list(room_ids), seen_at__gte=timezone.now() - COUNTS_FOR)
    found = fresh.exclude(process=process).order_by().values_list("room").annotate(number=Sum("people"))
    return dict(found)


def _names(crowds: Mapping[int, Crowd]) -> dict[int, list[str]]:
    members = User.objects.in_bulk({pk for crowd in crowds.values() for pk in sorted(crowd.members)[:MOST_NAMES]})
    guests = Attendee.objects.in_bulk(
        {pk for crowd in crowds.values() for ids in list(crowd.guests)[:MOST_NAMES] for pk in ids}
    )
    speakers = RoomSpeaker.objects.in_bulk({pk for crowd in crowds.values() for pk in crowd.speakers})
    found = {}
    for room_id, crowd in crowds.items():
        told = {members[pk].display_name for pk in crowd.members if pk in members}
        told |= {speakers[pk].name for pk in crowd.speakers if pk in speakers}
        ids = {pk for those in crowd.guests for pk in those}
        told |= {guests[pk].name for pk in ids if pk in guests and guests[pk].room_id == room_id}
        found[room_id] = sorted(told)[:MOST_NAMES]
    return found
