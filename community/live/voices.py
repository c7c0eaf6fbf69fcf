"""Who speaks in a room: a member, or a guest who joined with the code. A member's first word makes an attendee."""

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from community.lib.prepared import Prepared
from community.live.models import Attendee, Room
from community.people.models import User

Voice = User | Attendee


def attendee_of(voice: object, room: Room) -> Attendee | None:
    """The row that this person has in the room already. A guest of another room is nobody here."""
    if isinstance(voice, Attendee):
        return voice if voice.room_id == room.pk else None
    if not isinstance(voice, User):
        return None
    known = voice.__dict__.setdefault("_attendances", {})
    if room.pk not in known:
        known[room.pk] = _ATTENDEE.first(room.pk, voice.pk)
    found: Attendee | None = known[room.pk]
    return found


_ATTENDEE = Prepared(lambda room_id, user_id: Attendee.objects.order_by().filter(room_id=room_id, user_id=user_id))


def enter(voice: Voice, room: Room) -> Attendee:
    """The row that this person has in the room, made at the first word. Raises PermissionDenied for foreign guests."""
    found = attendee_of(voice, room)
    if isinstance(voice, Attendee):
        if found is None:
            raise PermissionDenied
        return found
    facts = {
        "name": voice.display_name[:80],
        "organisation": voice.organisation_label[:160],
        "country": str(voice.country),
    }
    if found is None:
        found = _made(voice, room, facts)
    elif found.name != facts["name"] or found.organisation != facts["organisation"]:
        Attendee.objects.filter(pk=found.pk).update(**facts)
        found.name, found.organisation, found.country = facts["name"], facts["organisation"], facts["country"]
    voice.__dict__.setdefault("_attendances", {})[room.pk] = found
    return found


def _made(user: User, room: Room, facts: dict[str, str]) -> Attendee:
    try:
        with transaction.atomic():
            return Attendee.objects.create(room=room, user=user, **facts)
    except IntegrityError:  # the other tab was quicker
        return Attendee.objects.get(room=room, user=user)
