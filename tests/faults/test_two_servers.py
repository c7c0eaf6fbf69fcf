"""Two servers, one database, one Valkey, and what machines do to them: nobody loses or doubles anything.

Faults 2, 4 and 17 of the live design. After each the invariants have to hold: whatever was acknowledged is stored
exactly once (I1), every reader has what the table has, in its order (I2), numbers have no gaps (I3), nothing is
applied twice (I5), and a message reaches everybody within five seconds again (I6).
"""

import os
import time
from contextlib import ExitStack
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from community.live.models import Message, Room, RoomEvent
from tests.community.live.making import open_clinic
from tests.community.live.readers import session_of
from tests.database import address
from tests.faults.crowd import Crowd, Reader, Writer
from tests.faults.proxy import Network
from tests.services import Valkey, wait_until
from tests.site import Site

pytestmark = [pytest.mark.outage, pytest.mark.django_db(transaction=True)]

DEGRADED = 5.0  # seconds in which a message reaches everybody when something has been away (I6)


@pytest.fixture
def valkey():
    with Valkey() as running:
        yield running


@pytest.fixture
def servers(cast, valkey):
    """Two of them, on the database of this test."""
    database = address(os.environ["DATABASE_URL"], connection.settings_dict["NAME"])
    call_command("prepare_site", stdout=StringIO())  # once, as after every update, before any server starts
    sites = [Site(database, valkey.url) for _ in range(2)]
    with ExitStack() as running:
        for site in sites:
            running.callback(site.close)
            (site.folder / "secret_key").write_text(settings.SECRET_KEY)  # so that sessions are good for all of us
            site.start(ready=lambda: True)
        for site in sites:
            wait_until(site.answers, f"No answer: {site.log()}", 60)
        yield sites


@pytest.fixture
def room(cast):
    return open_clinic(cast)


def readers(cast, room, *ways):
    people = [cast.zofia, cast.ivo, cast.jurgis, cast.ona]
    return [Reader(session_of(person), doors, room) for person, doors in zip(people, ways, strict=False)]


def writers(cast, room, *ways):
    people = [cast.pekka, cast.camille, cast.secretariat]
    return [
        Writer(session_of(person), doors, room, person.display_name)
        for person, doors in zip(people, ways, strict=False)
    ]


def check_invariants(crowd, room):
    """After everybody has fallen silent. One more message shows that all are back."""
    crowd.fall_silent()
    head = Room.objects.get(pk=room.pk).head_seq
    crowd.wait_for(head, 20)
    last = crowd.say(crowd.writers[0], "Is everybody there?")
    crowd.wait_for(head + 1, DEGRADED)
    stored = dict(Message.objects.filter(room=room).values_list("client_id", "pk"))
    said = {key: pk for writer in crowd.writers for key, pk in writer.acknowledged.items()}
    assert {str(key): pk for key, pk in stored.items()} == said  # I1, and nothing besides
    assert len(said) == Message.objects.filter(room=room).count()
    events = list(RoomEvent.objects.filter(room=room, stream="room").order_by("seq").values_list("seq", "object_id"))
    assert [seq for seq, _pk in events] == list(range(1, head + 2))  # I3
    assert len({pk for _seq, pk in events}) == len(events)
    for reader in crowd.readers:
        assert reader.applied == events  # I2, I5
        heard_late = reader.heard_at[last] - crowd.writers[0].acknowledged_at[last]
        assert heard_late < DEGRADED  # I6


def test_one_of_two_servers_is_killed_while_people_write(cast, room, servers):
    """Its readers move to the other, its writers try again there."""
    one, other = (server.port for server in servers)
    there = readers(cast, room, [one, other], [one, other], [other, one], [other, one])
    with Crowd(there, writers(cast, room, [one, other], [one, other], [other, one])) as crowd:
        time.sleep(2)
        servers[0].kill()
        time.sleep(4)
        check_invariants(crowd, room)
    assert all(reader.door == other for reader in there)
    assert [reader.connections for reader in there[2:]] == [1, 1]


def test_valkey_dies_and_comes_back_after_three_seconds(cast, room, servers, valkey):
    """No socket is closed and nobody is refused; hints are missing, so it is slower meanwhile."""
    one, other = (server.port for server in servers)
    there = readers(cast, room, [one], [one], [other], [other])
    with Crowd(there, writers(cast, room, [one], [other], [one])) as crowd:
        time.sleep(2)
        valkey.kill()
        time.sleep(3)
        valkey.start()
        time.sleep(2)
        check_invariants(crowd, room)
        assert [reader.connections for reader in there] == [1, 1, 1, 1]
        assert all(writer.tries == len(writer.acknowledged) for writer in crowd.writers)
        for writer in crowd.writers:
            for pk, at in writer.acknowledged_at.items():
                assert max(reader.heard_at[pk] for reader in there) - at < DEGRADED


def test_valkey_hangs(cast, room, servers, valkey):
    """It takes connections and answers nothing (fault 7): nobody waits for it longer than a second or two."""
    one, other = (server.port for server in servers)
    with Crowd(readers(cast, room, [one], [other]), writers(cast, room, [one], [other])) as crowd:
        time.sleep(1)
        valkey.pause()
        time.sleep(6)
        valkey.resume()
        check_invariants(crowd, room)
        assert max(writer.longest for writer in crowd.writers) < 3.0


@pytest.mark.slow
def test_the_network_is_cut_for_thirty_seconds(cast, room, servers):
    """Nobody is told: connections look open at both ends. Those outside the cut go on."""
    one, other = (server.port for server in servers)
    with Network(one) as first, Network(other) as second:
        behind = readers(cast, room, [first.port], [second.port], [first.port, second.port])
        outside = readers(cast, room, [one])
        ways = ([first.port], [second.port], [other])
        with Crowd([*behind, *outside], writers(cast, room, *ways)) as crowd:
            time.sleep(2)
            first.cut()
            second.cut()
            time.sleep(30)
            said_meanwhile = len(crowd.writers[2].acknowledged)
            assert said_meanwhile > 10
            assert outside[0].last >= said_meanwhile
            first.heal()
            second.heal()
            check_invariants(crowd, room)
        assert outside[0].connections == 1
