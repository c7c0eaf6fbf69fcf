"""The number of unread news on members' pages: told live, to nobody else, and only while they are signed in."""

import asyncio
import json

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test.utils import CaptureQueriesContext

from community.live import inbox_socket, inboxes, outlet
from community.live.stream import server_loop
from community.notifications import registry
from community.notifications.actions import mark_all_read, notify
from tests.community.live.readers import WAIT, act, closed, knock, session_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def leaflet():
    """News that everybody may see."""
    registry.register("leaflet", may_see=lambda user, object_id: True)
    yield
    registry.unregister("leaflet")


class Page:
    """One open page of a member, which comes with nothing but a cookie."""

    def __init__(self, user=None, session_key=""):
        self.user, self.session, self.session_key, self.numbers = user, None, session_key, []

    async def __aenter__(self):
        if self.user is not None:
            self.session = await act(session_of, self.user)
            self.session_key = self.session.session_key
        self.socket = knock(self.session_key, path="/ws/inbox/")
        connected, _ = await self.socket.connect(WAIT)
        assert connected
        return self

    async def __aexit__(self, *exc):
        await self.socket.disconnect()

    async def hear(self):
        frame = json.loads(await self.socket.receive_from(WAIT))
        assert frame.keys() == {"t", "number"}, frame
        self.numbers.append(frame["number"])
        await self.socket.send_json_to({"ack": len(self.numbers)})
        return frame["number"]

    async def until(self, number):
        while await self.hear() != number:
            pass

    async def to_the_end(self):
        """The code with which the server ends it; what it says before counts as heard."""
        while (said := await self.socket.receive_output(WAIT))["type"] != "websocket.close":
            self.numbers.append(json.loads(said["text"])["number"])
        return said["code"]


async def tell(recipients, number=1):
    await act(notify, recipients, "leaflet", object_id=number, title="News", url="/")


@pytest.mark.calm
async def test_every_page_of_a_member_hears_the_number_and_nobody_elses(cast):
    async with Page(cast.zofia) as zofia, Page(cast.zofia) as tablet, Page(cast.ivo) as ivo:
        for page in (zofia, tablet, ivo):
            assert await page.hear() == 0
        await tell([cast.zofia], 1)
        await tell([cast.zofia], 2)
        await zofia.until(2)
        await tablet.until(2)
        await act(mark_all_read, cast.zofia)
        await zofia.until(0)
        for number in (3, 4, 5):
            await tell([cast.ivo], number)
        await ivo.until(3)
        await tell([cast.zofia], 6)
        await zofia.until(1)
        assert 3 not in [*zofia.numbers, *tablet.numbers]


@pytest.mark.calm
async def test_two_hundred_members_are_one_hint_and_one_answer(cast, django_user_model, monkeypatch):
    people = [
        await act(django_user_model.objects.create_user, f"{n}@example.org", display_name=f"P {n}") for n in range(3)
    ]
    asked, hints = [], []

    def counting(keys, read=inboxes._read):
        with CaptureQueriesContext(connection) as queries:
            answer = read(keys)
        asked.append((len(keys), len(queries)))
        return answer

    send = inboxes.send_hint
    monkeypatch.setattr(inboxes, "send_hint", lambda group, **about: (hints.append(about), send(group, **about)))
    monkeypatch.setattr(inboxes, "_read", counting)
    async with Page(people[0]) as first, Page(people[1]) as second, Page(people[2]) as third:
        for page in (first, second, third):
            await page.hear()
        asked.clear()
        await tell(people)
        for page in (first, second, third):
            await page.until(1)
        assert hints == [{"members": [person.pk for person in people]}]
        assert (3, 3) in asked, asked  # three pages, three queries


async def test_a_server_names_all_of_a_moment_in_one_hint(monkeypatch):
    hints, said = [], asyncio.Event()

    def say(group, **about):
        hints.append((group, about))
        said.set()

    monkeypatch.setattr(inboxes, "send_hint", say)
    token = server_loop.set(asyncio.get_running_loop())
    inboxes.hint_inboxes([2])
    inboxes.hint_inboxes([1, 2])
    server_loop.reset(token)
    await asyncio.wait_for(said.wait(), WAIT)
    assert hints == [(inboxes.GROUP, {"members": [1, 2]})]


@pytest.mark.parametrize("key", ["", "x" * 32, "../../etc"])
async def test_whoever_is_not_signed_in_hears_nothing(cast, key):
    async with Page(session_key=key) as nobody:
        assert await nobody.socket.receive_output(WAIT) == {"type": "websocket.close", "code": 4401}


@pytest.mark.service
async def test_a_session_that_no_database_holds_keeps_nobody_else_from_hearing(cast):
    """All sessions are read together, and those that could not be read are read again."""
    async with Page(session_key=r'"\000aaaaaaaa"') as nobody, Page(cast.zofia) as zofia:
        assert await zofia.hear() == 0
        assert await closed(nobody) == 4401


async def test_another_sites_page_gets_no_socket(cast):
    session = await act(session_of, cast.zofia)
    connected, _ = await knock(session.session_key, path="/ws/inbox/", origin=b"https://evil.example").connect(WAIT)
    assert not connected


async def test_signing_out_ends_it(cast):
    async with Page(cast.zofia) as zofia:
        await zofia.hear()
        await act(zofia.session.flush)
        assert await closed(zofia) == 4401


async def test_whoever_has_signed_out_is_not_told_one_last_number(cast, monkeypatch):
    """Even before the round that looks for them."""
    monkeypatch.setattr(inboxes, "SESSIONS_SECONDS", 3600)
    async with Page(cast.zofia) as zofia, Page(cast.zofia) as tablet:
        await zofia.hear()
        await tablet.hear()
        await act(Session.objects.filter(pk=zofia.session_key).delete)
        await tell([cast.zofia])
        inboxes.get_inboxes().name([cast.zofia.pk])  # whatever the weather does to the hint
        assert await zofia.to_the_end() == 4401
        assert 1 not in zofia.numbers
        await tablet.until(1)


async def test_a_session_that_now_is_somebody_elses_hears_nothing_of_theirs(cast):
    async with Page(cast.zofia) as zofia:
        await zofia.hear()
        await tell([cast.ivo])
        other = await act(session_of, cast.ivo)
        data = await act(lambda: Session.objects.get(pk=other.session_key).session_data)
        await act(Session.objects.filter(pk=zofia.session_key).update, session_data=data)
        inboxes.get_inboxes().name([cast.zofia.pk])
        assert await zofia.to_the_end() == 4401
        assert 1 not in zofia.numbers


@pytest.mark.parametrize("frame", ["[]", "{}", '{"sub": "clinic"}', '{"ack": 99}', '{"ack": "1"}', '{"ack": 0}', "x"])
async def test_a_page_may_only_say_what_has_arrived(cast, frame):
    async with Page(cast.zofia) as zofia:
        await zofia.socket.send_to(text_data=frame)
        assert await closed(zofia) == 4400


async def test_a_page_that_does_not_read_is_sent_away(cast, monkeypatch):
    monkeypatch.setattr(outlet, "MAX_UNREAD_FRAMES", 1)
    async with Page(cast.zofia) as zofia:
        assert json.loads(await zofia.socket.receive_from(WAIT))["number"] == 0
        inboxes.get_inboxes().name(None)
        assert await closed(zofia) == 4008


async def test_a_member_has_so_many_pages_and_no_more(cast, monkeypatch):
    monkeypatch.setattr("community.live.limits.PER_MEMBER_AND_ROOM", 1)
    async with Page(cast.zofia) as zofia:
        await zofia.hear()
        async with Page(cast.zofia) as second:
            assert await closed(second) == 4429
        async with Page(cast.ivo) as ivo:
            assert await ivo.hear() == 0


async def test_so_has_an_address(cast, settings):
    settings.LIVE_SOCKETS_PER_ADDRESS = 0
    async with Page(cast.zofia) as zofia:
        assert await closed(zofia) == 4429


async def test_without_a_layer_a_page_still_hears_where_it_stands(cast, settings):
    settings.CHANNEL_LAYERS = {}
    await tell([cast.zofia])
    async with Page(cast.zofia) as zofia:
        assert await zofia.hear() == 1


async def test_a_server_that_stops_says_so(cast):
    async with Page(cast.zofia) as zofia:
        await zofia.hear()
        inboxes.say_goodbye()
        frame = json.loads(await zofia.socket.receive_from(WAIT))
        assert frame["t"] == "bye"
        assert 0 <= frame["in"] <= inboxes.BYE_SECONDS


async def test_pages_that_have_gone_are_forgotten(cast):
    async with Page(cast.zofia) as zofia:
        await zofia.hear()
    kept = inboxes.get_inboxes()
    assert (kept._pages, kept._new) == ({}, set())
    assert not (kept.limits.members or kept.limits.unknown)
    assert inbox_socket.ANY_PAGE == 0  # no room has this number
