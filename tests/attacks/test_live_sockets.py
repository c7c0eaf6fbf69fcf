"""Attacks on the sockets of live rooms, by the whole ASGI application: A1 to A5, A7 and A8."""

import json

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from community.live import actions, hub
from community.live.models import Attendee, Room
from community.live.voices import enter
from tests.attacks.conftest import CANARY
from tests.community.live.readers import WAIT, Browser, act, closed, knock, session_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.embedded]


@pytest.fixture(autouse=True)
def _rights_are_asked_often(monkeypatch):
    """Every fifth of a second, for these tests would wait for nothing else."""
    monkeypatch.setattr(hub, "RIGHTS_SECONDS", 0.2)


@pytest.fixture
def team_room(cast, room):
    """The same room, for Zofia and those who do something there."""
    group = Group.objects.create(name="team")
    group.user_set.add(cast.zofia)
    Room.objects.filter(pk=room.pk).update(audience=Room.Audience.GROUP, group=group)
    return Room.objects.select_related("group").get(pk=room.pk)


class TestA1CrossSiteHijack:
    @pytest.mark.parametrize("origin", [b"http://evil.example", b"null", b"", None, b"file://", b"http://", b"\xff"])
    async def test_another_sites_page_gets_no_socket_even_with_the_cookie(self, cast, room, origin):
        session = await act(session_of, cast.ona)
        socket = knock(session.session_key, origin=origin)
        connected, _ = await socket.connect(WAIT)
        assert not connected


class TestA2AlmostOurOrigin:
    @pytest.mark.parametrize(
        "origin",
        [
            b"https://127.0.0.1:8000",
            b"http://127.0.0.1",
            b"http://127.0.0.1:8001",
            b"http://usercontent.127.0.0.1:8000",
            b"http://127.0.0.1:8000.evil.example",
            b"http://127.0.0.1:8000@evil.example",
            b"http://evil@127.0.0.1:8000",
            b"http://127.0.0.1:8000/evil",
            b"ws://127.0.0.1:8000",
        ],
    )
    async def test_scheme_port_and_name_are_all_compared(self, cast, room, origin):
        connected, _ = await knock(origin=origin).connect(WAIT)
        assert not connected

    async def test_a_name_that_only_points_here_is_no_origin(self, room):
        """DNS rebinding: the Host header agrees with the Origin, but it is not a name of this site."""
        socket = knock(origin=b"http://evil.example")
        socket.scope["headers"] = [(b"host", b"evil.example"), (b"origin", b"http://evil.example")]
        connected, _ = await socket.connect(WAIT)
        assert not connected


class TestA3NoSession:
    """Answered with 4404, as for a room that does not exist: 4401 would tell that there is one."""

    async def test_nobody_hears_nothing_of_a_members_room(self, cast, room):
        await act(Room.objects.update, audience=Room.Audience.MEMBERS)
        await act(actions.post_message, cast.zofia, room, CANARY)
        async with Browser() as nobody:
            assert await nobody.refused(sub=room.slug, after=0) == 4404

    @pytest.mark.service  # PostgreSQL knows no NUL, and whoever comes with one is looked up together with others
    @pytest.mark.parametrize("cookie", ["x" * 32, "../../etc", "%00", "a" * 4000, r'"\000aaaaaaaa"'])
    async def test_a_made_up_session_is_none(self, cast, room, cookie):
        await act(Room.objects.update, audience=Room.Audience.MEMBERS)
        browser = Browser()
        browser.socket = knock(cookie)
        await browser.socket.connect(WAIT)
        assert await browser.refused(sub=room.slug, after=0) == 4404

    async def test_a_name_that_no_database_holds_is_no_room(self, room):
        async with Browser() as nobody:
            assert await nobody.refused(sub="a\0") == 4400

    async def test_an_expired_session_is_none(self, cast, room):
        await act(Room.objects.update, audience=Room.Audience.MEMBERS)
        session = await act(session_of, cast.zofia)
        await act(session.set_expiry, -1)
        await act(session.save)
        browser = Browser()
        browser.socket = knock(session.session_key)
        await browser.socket.connect(WAIT)
        assert await browser.refused(sub=room.slug, after=0) == 4404

    async def test_a_session_that_expires_ends_its_socket(self, cast, room):
        async with Browser(cast.zofia) as zofia:
            await zofia.follow(room)
            await act(zofia.session.set_expiry, -1)
            await act(zofia.session.save)
            assert await closed(zofia) == 4401

    async def test_with_a_good_session_it_is_open(self, cast, room):
        """So the refusals above are not for another reason."""
        await act(Room.objects.update, audience=Room.Audience.MEMBERS)
        async with Browser(cast.zofia) as zofia:
            assert await zofia.follow(room)


class TestA4GuessingRooms:
    async def test_a_room_for_others_answers_like_none(self, cast, team_room):
        answers = set()
        for slug in (team_room.slug, "no-such-room", str(team_room.pk), team_room.code):
            async with Browser(cast.jurgis) as jurgis:
                answers.add(await jurgis.refused(sub=slug, after=0))
        assert answers == {4404}

    def test_so_do_its_pages(self, cast, as_user, team_room):
        jurgis = as_user(cast.jurgis)
        for rest in ("", "events", "messages", "questions"):
            there = jurgis.post(f"/live/{team_room.slug}/{rest}") if rest in {"messages", "questions"} else None
            there = there or jurgis.get(f"/live/{team_room.slug}/{rest}")
            assert there.status_code == 404, rest

    async def test_each_guess_costs_a_handshake(self, cast, team_room):
        """One wrong name ends the connection, so names cannot be tried by the thousand over one."""
        async with Browser(cast.jurgis) as jurgis:
            await jurgis.socket.send_json_to({"sub": "guess-1"})
            assert await jurgis.refused(sub=team_room.slug) == 4404


class TestA5ModeratorsStream:
    @pytest.mark.parametrize("who", ["zofia", "pekka", "secretariat", None])
    async def test_only_moderators_follow_the_desk(self, cast, room, who):
        await act(Room.objects.update, pre_moderation=True)
        await act(room.refresh_from_db)
        await act(actions.ask_question, cast.ivo, room, CANARY)
        async with Browser(getattr(cast, who) if who else None) as somebody:
            assert await somebody.refused(sub=room.slug, stream="desk") == 4404

    async def test_what_waits_is_on_no_other_wire(self, cast, room):
        await act(Room.objects.update, pre_moderation=True)
        await act(room.refresh_from_db)
        async with Browser(cast.zofia) as zofia:
            await zofia.follow(room)
            question = await act(actions.ask_question, cast.ivo, room, CANARY)
            await act(actions.decline_question, cast.ona, question, "Not here.")
            await act(actions.post_message, cast.ona, room, "The last word")
            await zofia.until("event")
            assert zofia.texts == ["The last word"]
            assert CANARY not in json.dumps(zofia.told)

    def test_nor_at_the_events_address(self, cast, as_user, room):
        for who in ("zofia", "pekka", "secretariat"):
            assert as_user(getattr(cast, who)).get("/live/clinic/events?stream=desk").status_code == 404
        assert Client().get("/live/clinic/events?stream=desk").status_code == 404


class TestA7RightsThatEnd:
    async def test_signing_out_on_the_page_ends_the_socket(self, cast, room):
        async with Browser(cast.zofia) as zofia:
            await zofia.follow(room)
            page = Client()
            page.cookies["sessionid"] = zofia.session.session_key
            response = await act(page.post, "/account/logout/")
            assert response.status_code == 302
            assert await closed(zofia) == 4401

    async def test_a_new_password_ends_it(self, cast, room):
        async with Browser(cast.zofia) as zofia:
            await zofia.follow(room)
            cast.zofia.set_password("another horse battery")
            await act(cast.zofia.save)
            assert await closed(zofia) == 4401

    async def test_a_closed_account_ends_it(self, cast, room):
        async with Browser(cast.zofia) as zofia:
            await zofia.follow(room)
            cast.zofia.is_active = False
            await act(cast.zofia.save)
            assert await closed(zofia) == 4401

    async def test_a_ban_ends_it_and_there_is_no_way_back(self, cast, room):
        attendee = await act(enter, cast.zofia, room)
        async with Browser(cast.zofia) as zofia:
            await zofia.follow(room)
            await act(Attendee.objects.filter(pk=attendee.pk).update, banned_at=room.opens_at)
            assert await closed(zofia) == 4403
        async with Browser(cast.zofia) as zofia:
            assert await zofia.refused(sub=room.slug, after=0) == 4404


class TestA8RoomsThatClose:
    async def test_a_room_made_private_sends_strangers_away(self, cast, room):
        async with Browser(cast.jurgis) as jurgis, Browser() as nobody:
            await jurgis.follow(room)
            await nobody.follow(room)
            await act(Room.objects.update, audience=Room.Audience.GROUP)
            assert await closed(jurgis) == await closed(nobody) == 4403
        assert (await act(Client().get, "/live/clinic/events?after=0")).status_code == 404

    async def test_whoever_leaves_the_group_leaves_the_room(self, cast, team_room):
        async with Browser(cast.zofia) as zofia:
            await zofia.follow(team_room)
            await act(team_room.group.user_set.clear)
            assert await closed(zofia) == 4403

    async def test_a_room_that_is_deleted_ends_its_sockets(self, cast, room):
        async with Browser(cast.jurgis) as jurgis:
            await jurgis.follow(room)
            await act(room.delete)
            assert await closed(jurgis) == 4403
