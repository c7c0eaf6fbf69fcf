"""How many new guests one address may bring into a room: many, for a lecture hall shares one; few once a guest from
there was shut out, who would otherwise come back under another name at once.

Which guest came from where is in the cache only, as a keyed hash, for half a day.
"""

from django.core.cache import cache
from django.utils.crypto import salted_hmac

from community.lib.ratelimit import allow
from community.live.errors import TooFast
from community.live.limits import network
from community.live.models import Attendee, Room

JOINS, JOINS_AFTER_BAN, JOIN_SECONDS = 300, 5, 600
REMEMBERED = 12 * 3600  # seconds


def limit_newcomers(room: Room, address: str) -> None:
    """Count one more guest who wants in from this address. Raises TooFast."""
    key = _key(address)
    wait = allow(f"live:join:{key}", JOINS, JOIN_SECONDS)
    if cache.get(_shut(room.pk, key)):
        wait = max(wait, allow(f"live:join:{room.pk}:{key}", JOINS_AFTER_BAN, JOIN_SECONDS))
    if wait:
        raise TooFast(wait)


def remember_address(guest: Attendee, address: str) -> None:
    cache.set(_came_from(guest), _key(address), REMEMBERED)


def watch_address(guest: Attendee) -> None:
    """The guest was shut out: let few newcomers in from the same address."""
    if key := cache.get(_came_from(guest)):
        cache.set(_shut(guest.room_id, key), True, REMEMBERED)


def trust_address(guest: Attendee) -> None:
    """The guest is let back in, and with them whoever shares the address."""
    if key := cache.get(_came_from(guest)):
        cache.delete(_shut(guest.room_id, key))


def _key(address: str) -> str:
    return salted_hmac("live.newcomers", network(address)).hexdigest()


def _came_from(guest: Attendee) -> str:
    return f"live:came-from:{guest.pk}"


def _shut(room_id: int, key: str) -> str:
    return f"live:shut-out:{room_id}:{key}"
