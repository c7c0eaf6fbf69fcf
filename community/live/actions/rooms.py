"""Rooms and who does what in them; called by the owner of the room, such as a talk when it is published."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.cache import cache
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from community.live.models import Presence, Room, RoomSpeaker
from community.live.queries import ON_NOW_KEY
from community.live.stream import record
from community.people.models import User

MOST_SHIFT = 600  # seconds by which the moments of a recording can be moved


def open_room(slug: str, title: str, *, opens_at: datetime, closes_at: datetime | None, **details: Any) -> Room:
    """The room with this slug: made once, its title, hours and other details brought up to date every time.

    `closes_at` None makes it a standing room. `details` are further fields of Room, such as home_url or audience.
    """
    values = {"title": title, "opens_at": opens_at, "closes_at": closes_at, **details}
    room, _made = Room.objects.update_or_create(slug=slug, defaults=values)
    cache.delete(ON_NOW_KEY)
    return room


@transaction.atomic
def adjust_room(room: Room, facts: Mapping[str, Any]) -> Room:
    """Bring just these fields of a room up to date and name it in lists again; whoever is there sees it at once."""
    room = Room.objects.select_for_update().get(pk=room.pk)
    changed = {name: value for name, value in facts.items() if getattr(room, name) != value}
    for name, value in {**changed, "is_listed": True}.items():
        setattr(room, name, value)
    room.save(update_fields=[*changed, "is_listed"])
    if changed:
        record(room, room)
    cache.delete(ON_NOW_KEY)
    return room


LOUNGE = "lounge"


def ensure_lounge() -> Room:
    """The community's lounge, where members meet between sessions; made the first time it is asked for."""
    found = Room.objects.filter(slug=LOUNGE).first()
    return found or open_room(
        LOUNGE,
        gettext("Lounge"),
        opens_at=timezone.now(),
        closes_at=None,
        audience=Room.Audience.MEMBERS,
    )


def retire_room(room: Room, mark: str) -> None:
    """Close a room whose owner goes: who may read it reads on, but its address is free for another one.

    `mark` is added to the address, such as "closed-7".
    """
    tail = f"-{mark}"
    room.slug = room.slug if room.slug.endswith(tail) else f"{room.slug[: 120 - len(tail)]}{tail}"
    room.closes_at = min(room.closes_at or timezone.now(), timezone.now())
    room.save(update_fields=["slug", "closes_at"])
    unlist_room(room)


def unlist_room(room: Room) -> None:
    """Name the room in no list any more; whoever has its address still gets in."""
    Room.objects.filter(pk=room.pk).update(is_listed=False)
    cache.delete(ON_NOW_KEY)


def begin_afresh() -> int:
    """Start a new history in every room, after a backup was restored; returns how many rooms there are.

    Pages that remember events which are no longer there load anew, instead of mixing two histories (fault 36).
    """
    rooms = list(Room.objects.only("pk"))
    for room in rooms:
        room.epoch = uuid.uuid4()
    Room.objects.bulk_update(rooms, ["epoch"], batch_size=500)
    Presence.objects.all().delete()
    cache.delete(ON_NOW_KEY)
    return len(rooms)


def set_recording(room: Room, *, started_at: datetime, shift: int) -> None:
    """Say when the recording began and by how many seconds all its moments are moved; the caller has checked who may.

    Raises ValueError for more than ten minutes.
    """
    if abs(shift) > MOST_SHIFT:
        raise ValueError(f"Moments are moved by at most {MOST_SHIFT} seconds.")
    Room.objects.filter(pk=room.pk).update(recording_started_at=started_at, recording_shift=shift)


def set_moderators(room: Room, users: Iterable[User]) -> None:
    """Make exactly these members the room's moderators."""
    room.moderators.set(users)


@dataclass(frozen=True)
class SpeakerCard:
    """Who speaks: name and organisation as printed that day, and the account, if there is one."""

    name: str
    organisation: str = ""
    user: User | None = None
    email: str = ""


@transaction.atomic
def set_speakers(room: Room, cards: Sequence[SpeakerCard], *, links_until: datetime | None = None) -> None:
    """Make exactly these people the room's speakers, in this order. Whoever stays keeps the personal link.

    `links_until`: when new links stop working; None for never.
    """
    present = {speaker.name: speaker for speaker in room.speakers.all()}
    for name in present.keys() - {card.name for card in cards}:
        present[name].delete()
    for position, card in enumerate(cards):
        facts = {"organisation": card.organisation, "user": card.user, "email": card.email, "position": position}
        RoomSpeaker.objects.update_or_create(room=room, name=card.name, defaults={**facts, "expires_at": links_until})
