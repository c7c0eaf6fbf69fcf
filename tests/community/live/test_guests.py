"""Guests: people without an account, who come in with the code of a room."""

import pytest
from django.test import Client

from community.live import actions
from community.live.actions.guests import NameRefused
from community.live.codes import CodeUnknown, room_by_code, tidy_code
from community.live.errors import LiveError, RoomClosed
from community.live.models import Attendee, Message, Question, Room, Vote

pytestmark = pytest.mark.embedded

JSON = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture
def code(room) -> str:
    Room.objects.update(code="K7M4PQ")
    room.refresh_from_db()
    return room.code


@pytest.fixture
def guest(client, code):
    """A browser that joined the room as Agnese."""
    client.post(f"/join/{code}/", {"name": "Agnese", "country": "IT"})
    return client


class TestCodes:
    @pytest.mark.parametrize(
        "typed", ["K7M4PQ", "k7m4pq", " k7m 4pq ", "K7M-4PQ", "k7m\u00a04pq", "K7M–4PQ", "\uff2b7\uff2d4\uff30\uff31"]
    )
    def test_it_is_read_as_people_write_it(self, code, room, typed):
        assert room_by_code(typed) == room

    @pytest.mark.parametrize("typed", ["K0M4PQ", "KOM4PQ", "k1m4pq", "kim4pq"])
    def test_letters_that_look_alike_are_named(self, typed):
        with pytest.raises(LiveError, match="look too much alike"):
            tidy_code(typed)

    @pytest.mark.parametrize("typed", ["", "K7M", "K7M4PQ2", "🙂", "\x00", "'; --", "%00"])
    def test_nonsense_is_told_what_a_code_is(self, typed):
        with pytest.raises(LiveError):
            tidy_code(typed)

    def test_a_members_room_answers_like_no_room(self, code, room):
        Room.objects.update(audience=Room.Audience.MEMBERS)
        with pytest.raises(CodeUnknown) as members:
            room_by_code(code)
        with pytest.raises(CodeUnknown) as nothing:
            room_by_code("ZZZZZZ")
        assert members.value.sentence == nothing.value.sentence


class TestJoining:
    def test_a_guest_is_an_attendee_without_an_account(self, room):
        guest = actions.join_as_guest(room, "  Agnese   Rossi ", "IT")
        assert (guest.name, guest.country, guest.is_guest) == ("Agnese Rossi", "IT", True)

    @pytest.mark.parametrize("name", ["", "A", "\u200b\u200b", "x" * 61, "\u3164\u3164", "👻" * 61])
    def test_a_name_can_be_read(self, room, name):
        with pytest.raises(NameRefused):
            actions.join_as_guest(room, name)

    @pytest.mark.parametrize("name", ["Pekka Esimerkki", "pekka  ESIMERKKI", "Pékka Esimerkki", "Ona Exemple"])
    def test_nobody_passes_for_a_speaker_or_a_moderator_of_the_room(self, cast, room, name):
        room.moderators.add(cast.ona)
        with pytest.raises(NameRefused):
            actions.join_as_guest(room, name)

    def test_a_country_that_is_none_is_left_out(self, room):
        assert actions.join_as_guest(room, "Agnese", "XX").country == ""

    def test_a_closed_room_takes_nobody(self, room, close):
        with pytest.raises(RoomClosed):
            actions.join_as_guest(close(room), "Agnese")


class TestThePages:
    def test_the_typed_code_leads_to_the_room(self, client, code):
        assert client.post("/join/", {"code": "k7m 4pq"}).url == f"/join/{code}/"

    def test_a_wrong_code_stays_in_the_form_with_what_to_do(self, client, code):
        response = client.post("/join/", {"code": "ZZZ ZZZ"})
        page = response.content.decode()
        assert response.status_code == 404
        assert "That code fits no room that is open to guests." in page
        assert "ZZZ ZZZ" in page

    def test_a_guest_joins_and_sees_under_which_name(self, guest, room):
        page = guest.get("/live/clinic/").content.decode()
        assert "Agnese" in page
        assert 'action="/live/clinic/leave"' in page
        assert Attendee.objects.get(name="Agnese").country == "IT"

    def test_the_name_stays_when_it_is_refused(self, client, code):
        response = client.post(f"/join/{code}/", {"name": "Pekka Esimerkki"})
        assert response.status_code == 422
        assert 'value="Pekka Esimerkki"' in response.content.decode()
        assert not Attendee.objects.exists()

    def test_a_guest_chats_asks_and_votes(self, guest, cast, room):
        question = actions.ask_question(cast.zofia, room, "Who pays?")
        assert guest.post("/live/clinic/messages", {"text": "Hello from Torino"}, **JSON).status_code == 201
        assert guest.post("/live/clinic/questions", {"text": "And who decides?"}, **JSON).status_code == 201
        assert guest.post(f"/live/clinic/questions/{question.pk}/vote", **JSON).json() == {"votes": 1}
        assert Message.objects.get().author_name == "Agnese"
        assert Question.objects.last().author_name == "Agnese"
        assert Vote.objects.get().attendee.is_guest

    def test_whoever_leaves_is_nobody_again(self, guest, room):
        guest.post("/live/clinic/leave")
        assert guest.post("/live/clinic/messages", {"text": "Hello"}).status_code == 302
        assert not Message.objects.exists()
        assert "Agnese" not in guest.get("/live/clinic/").content.decode()

    def test_whoever_was_shut_out_does_not_come_back_under_another_name(self, guest, cast, code, room):
        agnese = Attendee.objects.get()
        actions.ban_attendee(cast.ona, agnese, "Spam")
        guest.post("/live/clinic/leave")
        guest.post(f"/join/{code}/", {"name": "Somebody else"})
        assert [guest.name for guest in Attendee.objects.all()] == ["Agnese"]
        assert "A moderator has shut you out" in guest.post("/live/clinic/messages", {"text": "Buy"}, **JSON).text

    def test_from_where_a_guest_was_shut_out_few_newcomers_come_in(self, guest, cast, code, room):
        def joins(number: int, **elsewhere) -> list[int]:
            names = [f"Guest {n}" for n in range(number)]
            return [Client().post(f"/join/{code}/", {"name": name}, **elsewhere).status_code for name in names]

        agnese = Attendee.objects.get()
        assert joins(6) == [302] * 6
        actions.ban_attendee(cast.ona, agnese, "Spam")
        assert joins(6) == [302] * 5 + [429]
        assert joins(1, REMOTE_ADDR="192.0.2.7") == [302]
        actions.unban_attendee(cast.ona, agnese)
        assert joins(1) == [302]

    def test_a_member_with_the_qr_code_goes_straight_in(self, as_user, cast, code):
        assert as_user(cast.zofia).get(f"/join/{code}/").url == "/live/clinic/"

    def test_a_guest_who_comes_again_goes_straight_in(self, guest, code):
        assert guest.get(f"/join/{code}/").url == "/live/clinic/"
        assert guest.post(f"/join/{code}/", {"name": "Another"}).url == "/live/clinic/"
        assert Attendee.objects.count() == 1

    def test_a_closed_room_is_for_reading(self, client, code, room, close):
        close(room)
        assert client.get(f"/join/{code}/").url == "/live/clinic/"

    def test_a_guest_of_one_room_is_nobody_in_another(self, guest, room):
        actions.open_room("other", "Other", opens_at=room.opens_at, closes_at=room.closes_at)
        assert guest.post("/live/other/messages", {"text": "Hello"}).url.startswith("/account/login/")

    def test_whoever_guesses_codes_has_to_wait_also_for_the_right_one(self, client, code, monkeypatch):
        monkeypatch.setattr("community.live.views.guests.WRONG_CODES", 2)
        for wrong in ("ZZZZZZ", "YYYYYY"):
            assert client.get(f"/join/{wrong}/").status_code == 404
        assert client.get(f"/join/{code}/").status_code == 429
        assert client.get(f"/join/{code}/", REMOTE_ADDR="10.0.0.9").status_code == 200

    def test_looking_at_the_form_leaves_no_session_behind(self, client, code):
        assert "sessionid" not in client.get(f"/join/{code}/").cookies

    def test_a_visitor_of_the_room_sees_both_ways_in(self, client, room):
        page = client.get("/live/clinic/").content.decode()
        assert f"/join/{room.code}/" in page or 'href="/join/"' in page
        assert "/account/login/?next=/live/clinic/" in page
