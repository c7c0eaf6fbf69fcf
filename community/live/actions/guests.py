"""Coming into a room without an account."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from community.lib.lookalikes import look_of
from community.lib.printable import printable_name
from community.live.errors import LiveError, RoomClosed
from community.live.models import Attendee, Room
from community.people.models import COUNTRIES
from community.people.names import check_name

SHORTEST_NAME, LONGEST_NAME = 2, 60  # code points


class NameRefused(LiveError):
    """The name cannot be used in this room."""

    status = 422


@transaction.atomic
def join_as_guest(room: Room, name: str, country: str = "") -> Attendee:
    """Make a guest of the room, under a name of their own. `country` is a code of ISO 3166-1, or empty.

    Raises RoomClosed when the room takes no guests, NameRefused when the name is too short, too long or passes for
    somebody's who speaks or moderates there, or looks after the community.
    """
    if not room.takes_guests:
        raise RoomClosed(_("This room takes no guests now."))
    name = _checked_name(room, name)
    country = country if country in dict(COUNTRIES) else ""
    return Attendee.objects.create(room=room, name=name, country=country)


def _checked_name(room: Room, typed: str) -> str:
    name = printable_name(typed)
    if len(name) < SHORTEST_NAME:
        raise NameRefused(_("Write a name that others can read, of two letters at least."))
    if len(name) > LONGEST_NAME:
        raise NameRefused(_("A name has at most %(most)d characters.") % {"most": LONGEST_NAME})
    if look_of(name) in {look_of(taken) for taken in _names_of_hosts(room)}:
        raise NameRefused(_("Somebody who speaks or moderates here has this name. Sign in if that is you."))
    try:
        check_name(name)
    except ValidationError as refusal:
        raise NameRefused(" ".join(refusal.messages)) from None
    return name


def _names_of_hosts(room: Room) -> list[str]:
    speakers = room.speakers.values_list("name", flat=True)
    return [*speakers, *room.moderators.values_list("display_name", flat=True)]
