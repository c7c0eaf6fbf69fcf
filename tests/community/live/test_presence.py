"""How many people are here: a number for all, names for moderators, and nothing of a process that died."""

import uuid
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from community.live import queries
from community.live.actions import open_room
from community.live.hub import HEAD_TURNS, get_hub
from community.live.models import Attendee, Presence
from community.live.presence import COUNTS_FOR, WRITTEN_SECONDS, Crowd, note_reader, people_elsewhere, write_presence
from community.live.rights import Visitor
from community.notifications import due
from tests.community.live.readers import Reader, act

pytestmark = pytest.mark.django_db(transaction=True)


def test_people_count_once_however_many_sockets_they_have():
    member, guest, nobody = Visitor(1, "key"), Visitor(guest_ids=frozenset({5})), Visitor()
    crowd = Crowd.of([member, Visitor(1, "another key"), guest, guest, nobody, nobody, Visitor(speaker_id=3)])
    assert crowd.people == 5


def test_a_process_says_whom_it_holds_and_takes_it_back(cast, room):
    me, other = uuid.uuid4(), uuid.uuid4()
    guest = Attendee.objects.create(room=room, name="Guest from Gdynia")
    visitors = [Visitor(cast.ivo.pk, "key"), Visitor(guest_ids=frozenset({guest.pk})), Visitor()]
    for people in (visitors[:1], visitors):
        write_presence(me, {room.pk: Crowd.of(people)})
    write_presence(other, {room.pk: Crowd.of([Visitor(cast.zofia.pk, "key")])})
    names = sorted([cast.ivo.display_name, cast.zofia.display_name, "Guest from Gdynia"])
    assert queries.who_is_here(room) == (4, names)
    assert people_elsewhere(me, [room.pk]) == {room.pk: 1}
    write_presence(me, {})
    assert queries.who_is_here(room) == (1, [cast.zofia.display_name])


def test_a_dead_process_no_longer_counts_and_is_forgotten(cast, room):
    dead = uuid.uuid4()
    Presence.objects.create(
        room=room, process=dead, people=40, names=["A"], seen_at=timezone.now() - timedelta(seconds=31)
    )
    assert queries.who_is_here(room) == (0, [])
    assert people_elsewhere(uuid.uuid4(), [room.pk]) == {}
    write_presence(uuid.uuid4(), {})
    assert not Presence.objects.exists()


def test_whoever_reads_without_a_socket_counts_while_they_ask(as_user, client, cast, room):
    """In quiet mode the page and its questions count, elsewhere the questions of who says to be here; once a person."""
    page = room.get_absolute_url()
    quiet, asking = f"{page}?quiet=1", f"{page}events?after=0&here=1"
    as_user(cast.zofia).get(page)
    as_user(cast.zofia).get(f"{page}events?after=0")
    assert queries.who_is_here(room) == (0, [])
    assert "1 here" in as_user(cast.zofia).get(quiet).text
    for reader in (as_user(cast.zofia), as_user(cast.zofia), as_user(cast.ivo), client, client):
        reader.get(asking)
    assert queries.who_is_here(room) == (3, sorted([cast.ivo.display_name, cast.zofia.display_name]))
    assert people_elsewhere(uuid.uuid4(), [room.pk]) == {room.pk: 3}
    assert cast.ivo.display_name not in client.get(quiet).text
    Presence.objects.update(seen_at=timezone.now() - timedelta(seconds=31))
    assert queries.who_is_here(room) == (0, [])


def test_one_address_counts_for_as_many_guests_as_may_have_sockets(as_user, cast, room, settings):
    settings.LIVE_SOCKETS_PER_ADDRESS = 3
    guests = [Attendee.objects.create(room=room, name=f"Made up {n}") for n in range(5)]
    for guest in guests:
        note_reader(room, guest, "192.0.2.7")
    assert queries.who_is_here(room)[0] == 3
    cache.clear()
    note_reader(room, guests[0], "192.0.2.7")  # who has a place keeps it
    note_reader(room, guests[4], "192.0.2.8")
    for member in (cast.zofia, cast.ivo):
        note_reader(room, member, "192.0.2.7")
    found = ["Made up 0", "Made up 1", "Made up 2", "Made up 4"]
    assert queries.who_is_here(room) == (6, sorted([*found, cast.ivo.display_name, cast.zofia.display_name]))
    Presence.objects.update(seen_at=timezone.now() - timedelta(seconds=31))
    note_reader(room, guests[3], "192.0.2.7")
    assert queries.who_is_here(room) == (1, ["Made up 3"])


def test_names_of_those_who_have_gone_are_deleted_without_any_socket(as_user, cast, room):
    quiet = f"{room.get_absolute_url()}?quiet=1"
    as_user(cast.zofia).get(quiet)
    Presence.objects.update(seen_at=timezone.now() - timedelta(seconds=31))
    as_user(cast.ivo).get(quiet)
    due.do_all()
    assert [presence.names for presence in Presence.objects.all()] == [[cast.ivo.display_name]]


def test_asking_again_and_again_writes_seldom_and_in_time(as_user, cast, room):
    zofia = as_user(cast.zofia)
    address = f"{room.get_absolute_url()}events?after=0"
    zofia.get(f"{address}&here=1")
    with CaptureQueriesContext(connection) as plain:
        zofia.get(address)
    with CaptureQueriesContext(connection) as again:
        zofia.get(f"{address}&here=1")
    assert len(again) == len(plain)
    assert COUNTS_FOR.total_seconds() > WRITTEN_SECONDS + 10


def test_ten_rooms_cost_as_much_as_one(cast, room):
    now = timezone.now()
    rooms = [room, *(open_room(f"room-{n}", "Room", opens_at=now, closes_at=None) for n in range(9))]
    crowd = Crowd.of([Visitor(cast.ivo.pk, "key"), Visitor(guest_ids=frozenset({1}))])
    counted = []
    for those in (rooms[:1], rooms):
        with CaptureQueriesContext(connection) as found:
            write_presence(uuid.uuid4(), {one.pk: crowd for one in those})
        counted.append(len([query for query in found if not query["sql"].startswith(("BEGIN", "COMMIT"))]))
    assert counted[0] == counted[1]


async def test_heads_tell_the_number_and_never_a_name(cast, room):
    await act(Presence.objects.create, room=room, process=uuid.uuid4(), people=7, names=["Kaisa"])
    async with Reader(cast.ivo) as ivo, Reader(cast.ivo) as second, Reader(AnonymousUser()) as nobody:
        for reader in (ivo, second, nobody):
            await reader.follow(room)
        hub = get_hub()
        await hub.people.compare()
        hub.people._here.clear()
        for _turn in range(HEAD_TURNS):
            await hub._tell_heads()
        head = await nobody.until("head")
        assert head["here"] == 9
        assert set(head) == {"t", "room", "stream", "seq", "here", "version"}
        assert await act(queries.who_is_here, room) == (9, sorted(["Kaisa", cast.ivo.display_name]))
