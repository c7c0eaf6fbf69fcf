"""Rooms and who does what in them; called by the owner of the room, such as a talk when it is published."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.cache import cache
from django.db import transaction

from community.live.models import Room, RoomRole
from community.live.queries import ON_NOW_KEY
from community.people.models import User


def open_room(slug: str, title: str, *, opens_at: datetime, closes_at: datetime, **details: Any) -> Room:
    """The room with this slug: made once, its title, hours and other details brought up to date every time.

    `details` are further fields of Room, such as home_url, audience or questions_from.
    """
    values = {"title": title, "opens_at": opens_at, "closes_at": closes_at, **details}
    room, _made = Room.objects.update_or_create(slug=slug, defaults=values)
    cache.delete(ON_NOW_KEY)
    return room


def unlist_room(room: Room) -> None:
    """Name the room in no list any more; whoever has its address still gets in."""
    Room.objects.filter(pk=room.pk).update(is_listed=False)
    cache.delete(ON_NOW_KEY)


@transaction.atomic
def set_roles(room: Room, *, speakers: Iterable[User] = (), moderators: Iterable[User] = ()) -> None:
    """Make exactly these members the room's speakers and moderators."""
    wanted = {(user.pk, RoomRole.Role.SPEAKER.value) for user in speakers}
    wanted |= {(user.pk, RoomRole.Role.MODERATOR.value) for user in moderators}
    present = {(role.user_id, role.role): role for role in room.roles.all()}
    for key in present.keys() - wanted:
        present[key].delete()
    RoomRole.objects.bulk_create(
        [RoomRole(room=room, user_id=user_id, role=role) for user_id, role in sorted(wanted - present.keys())]
    )
