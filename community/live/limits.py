"""How many sockets one person or one address may hold in this process (safety 1.5, 16; A13)."""

from __future__ import annotations

import ipaddress
from collections import Counter

from django.conf import settings

PER_MEMBER_AND_ROOM = 5  # a person with five tabs or devices in one room has enough
UNKNOWN_FACTOR = 10  # whoever brings a session may be a member; until that is read, so many times the guests' number


class Limits:
    """Counts open sockets. Members do not count for their address: a hall or an office shares one."""

    def __init__(self) -> None:
        self.guests: Counter[str] = Counter()
        self.unknown: Counter[str] = Counter()
        self.members: Counter[tuple[int, int]] = Counter()

    def place_for(self, address: str, *, has_session: bool) -> Place | None:
        """A place for one more connection, or None when its address has too many."""
        counter = self.unknown if has_session else self.guests
        most = settings.LIVE_SOCKETS_PER_ADDRESS * (UNKNOWN_FACTOR if has_session else 1)
        return Place(self, counter, network(address)) if counter[network(address)] < most else None


class Place:
    """What one connection counts for. Every number it has raised goes down again with `leave`."""

    __slots__ = ("_address", "_counter", "_limits", "_rooms")

    def __init__(self, limits: Limits, counter: Counter[str], address: str) -> None:
        self._limits, self._counter, self._address = limits, counter, address
        self._rooms: set[tuple[int, int]] = set()
        counter[address] += 1

    def is_member(self, user_id: int, room_id: int) -> bool:
        """Count as this member in this room from now on. False when the member has too many sockets there."""
        key = (user_id, room_id)
        if key not in self._rooms:
            if self._limits.members[key] >= PER_MEMBER_AND_ROOM:
                return False
            self._limits.members[key] += 1
            self._rooms.add(key)
        return True

    def is_guest(self) -> bool:
        """The session was nobody's account: count among the guests of the address. False when those are too many."""
        guests = self._limits.guests
        if self._counter is guests:
            return True
        if guests[self._address] >= settings.LIVE_SOCKETS_PER_ADDRESS:
            return False
        _lower(self._counter, self._address)
        self._counter = guests
        guests[self._address] += 1
        return True

    def leave(self) -> None:
        _lower(self._counter, self._address)
        for key in self._rooms:
            _lower(self._limits.members, key)


def _lower(counter: Counter, key: object) -> None:
    """Numbers that come back to nought are forgotten, or the counter would grow with every address ever seen."""
    counter[key] -= 1
    if counter[key] <= 0:
        del counter[key]


def network(address: str) -> str:
    """What counts as one address: in IPv6 the /64 that a household or office is given."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if found.version == 6 and not found.ipv4_mapped:
        return str(ipaddress.ip_network((found, 64), strict=False))
    return address
