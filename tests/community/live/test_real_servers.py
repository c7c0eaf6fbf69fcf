"""What sockets promise, once through the network and on both servers; the rest is in test_socket.py."""

import urllib.request

import pytest

from community.live import actions
from community.live.models import Attendee
from community.live.voices import enter
from tests.community.live.making import open_clinic
from tests.community.live.readers import act, session_of
from tests.wire import door, end_of, follow, until

pytestmark = [pytest.mark.slow, pytest.mark.embedded, pytest.mark.django_db(transaction=True)]


@pytest.fixture(params=["daphne", "uvicorn"])
def site(sites, request):
    return sites[request.param]


@pytest.fixture
def room(cast):
    return open_clinic(cast)


async def test_whoever_comes_hears_what_was_missed_and_then_what_is_new(cast, room, site):
    for number in range(3):
        await act(actions.post_message, cast.zofia, room, f"Line {number}")
    async with door(site, session=await act(session_of, cast.ivo)) as ivo:
        missed = await follow(ivo, room, after=1)
        await act(actions.post_message, cast.zofia, room, "Line 3")
        told = [*missed, (await until(ivo, "event"))[-1]]
    assert [(event["seq"], event["item"]["text"]) for event in told] == [(2, "Line 1"), (3, "Line 2"), (4, "Line 3")]


async def test_whoever_signs_out_or_is_banned_is_cut_off_within_five_seconds(cast, room, site):
    """I7."""
    session, banned = await act(session_of, cast.zofia), await act(session_of, cast.ivo)
    await act(enter, cast.ivo, room)
    async with door(site, session=session) as leaving, door(site, session=banned) as ivo, door(site) as guest:
        for socket in (leaving, ivo, guest):
            await follow(socket, room)
        await act(session.delete)
        await act(Attendee.objects.filter(user=cast.ivo).update, banned_at=room.opens_at)
        assert await end_of(leaving, 5) == 4401
        assert await end_of(ivo, 1) == 4403
        assert await until(guest, "head")


async def test_a_server_that_stops_says_when_to_come_back(cast, room, site):
    async with door(site) as socket:
        await follow(socket, room)
        site.stop()
        bye = (await until(socket, "bye"))[-1]
        assert 0 <= bye["in"] < 15
        assert await end_of(socket) == 1012
    site.start()


def test_a_static_file_arrives_without_a_warning(sites):
    site = sites["uvicorn"]  # the log of daphne has no warnings
    with urllib.request.urlopen(f"{site.url}/static/js/site.js") as answer:  # noqa: S310 (our own address)
        assert b"import" in answer.read()
    assert "iterator" not in site.log()
