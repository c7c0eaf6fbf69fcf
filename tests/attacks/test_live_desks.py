"""Attacks on the desks, the stage and the links of a live room, and on what tells who is there: A21, A22 and A24."""

import json
import re

import pytest
from django.test import Client

from community.live import actions
from community.live.models import Attendee, Presence, Question, Room, RoomSpeaker
from tests.community.live.readers import Browser, act

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]
DESKS = ["/live/clinic/desk/", "/live/clinic/report/", "/live/clinic/report.csv"]


@pytest.fixture
def speaker(room):
    return RoomSpeaker.objects.get(room=room)


class TestA21SpeakersLinks:
    @pytest.mark.parametrize("address", DESKS)
    def test_a_desk_is_not_there_for_whoever_takes_part(self, cast, as_user, room, address):
        for reader in (Client(), as_user(cast.zofia)):
            assert reader.get(address).status_code in {302, 403, 404}
        assert as_user(cast.ona).get(address).status_code == 200

    @pytest.mark.parametrize("verb", ["answering", "answered", "later", "answer", "publish", "decline", "hide", "take"])
    def test_nobody_decides_about_questions_who_only_takes_part(self, cast, as_user, room, verb):
        question = actions.ask_question(cast.zofia, room, "Who pays?")
        before = Question.objects.values().get()
        for reader in (as_user(cast.ivo), as_user(cast.zofia), Client()):
            answer = reader.post(f"/live/clinic/questions/{question.pk}/{verb}", {"text": "x"})
            assert answer.status_code in {302, 403, 404}
        assert Question.objects.values().get() == before

    def test_the_key_has_128_bits_and_is_signed(self, speaker):
        assert len(speaker.key) == 32
        assert len({RoomSpeaker(name=str(number)).key for number in range(100)}) == 100

    @pytest.mark.parametrize(
        "bend",
        [
            lambda token: token[:-1] + ("A" if token[-1] != "A" else "B"),
            lambda token: token.split("~")[0],
            lambda token: token.split("~")[0] + "~",
            lambda token: re.sub(r"^\d+", "999999", token),
            lambda token: token.upper(),
            lambda token: "1.~~",
            lambda token: "²." + token,
            lambda token: "9" * 500,
        ],
    )
    def test_a_guessed_link_opens_nothing(self, client, speaker, bend):
        assert client.get(f"/speak/{bend(speaker.token)}/").status_code == 404

    def test_the_link_of_one_room_is_none_for_another(self, cast, client, room, speaker):
        other = actions.open_room("other", "Other", opens_at=room.opens_at, closes_at=room.closes_at)
        question = actions.ask_question(cast.zofia, other, "Who pays?")
        client.get(speaker.get_desk_url())
        answer = client.post(f"{speaker.get_desk_url()}questions/{question.pk}/answered")
        assert answer.status_code == 404
        question.refresh_from_db()
        assert question.state == "open"

    def test_it_can_be_taken_back_and_runs_out(self, client, room, speaker):
        assert client.get(speaker.get_desk_url()).status_code == 200
        RoomSpeaker.objects.update(revoked_at=room.opens_at)
        assert client.get(speaker.get_desk_url()).status_code == 404
        RoomSpeaker.objects.update(revoked_at=None, expires_at=room.opens_at)
        assert client.get(speaker.get_desk_url()).status_code == 404

    def test_a_new_link_makes_the_old_one_useless(self, client, speaker):
        old = speaker.get_desk_url()
        speaker.replace_link()
        assert client.get(old).status_code == 404
        assert client.get(speaker.get_desk_url()).status_code == 200

    def test_it_is_told_to_no_other_site_and_kept_nowhere(self, client, speaker):
        page = client.get(speaker.get_desk_url())
        assert page["Referrer-Policy"] == "no-referrer"
        assert "no-store" in page["Cache-Control"]
        assert "noindex" in page["X-Robots-Tag"]

    def test_opening_it_changes_nothing_and_makes_no_session(self, client, room, speaker):
        before = list(Room.objects.values()), list(RoomSpeaker.objects.values())
        answer = client.get(speaker.get_desk_url())
        assert (list(Room.objects.values()), list(RoomSpeaker.objects.values())) == before
        assert "sessionid" not in answer.cookies

    def test_it_is_on_no_page_that_others_see(self, cast, as_user, room, speaker):
        for reader in (Client(), as_user(cast.zofia), as_user(cast.ivo)):
            for address in ("/live/clinic/", "/live/clinic/stage/", "/live/clinic/events"):
                assert "/speak/" not in reader.get(address).content.decode()


class TestA22WhoAskedWithoutAName:
    """On the further surfaces of a room; the page, the replay and the socket are in test_live_replay.py."""

    @pytest.fixture
    def question(self, cast, room):
        question = actions.ask_question(cast.zofia, room, "What if we compete?", named=False)
        actions.ask_question(cast.ivo, room, "Who pays?")
        return question

    def test_the_stage_and_the_speakers_desk_do_not_know(self, cast, client, room, question, speaker):
        actions.start_answering(cast.pekka, question)
        for address in ("/live/clinic/stage/", speaker.get_desk_url(), f"{speaker.get_desk_url()}events"):
            page = client.get(address).content.decode()
            assert "compete" in page, address
            assert "Zofia" not in page, address

    def test_nor_does_a_question_made_of_two(self, cast, client, room, question):
        keep = actions.ask_question(cast.jurgis, room, "How do rivals share?")
        actions.merge_questions(cast.ona, keep, question)
        for address in ("/live/clinic/", "/live/clinic/events", "/live/clinic/stage/"):
            assert "Zofia" not in client.get(address).content.decode()

    def test_nor_does_the_report(self, cast, as_user, room, question):
        for address in ("/live/clinic/report/", "/live/clinic/report.csv"):
            report = b"".join(as_user(cast.secretariat).get(address)).decode()
            assert "compete" in report
            assert "Zofia" not in report

    def test_nor_do_the_notifications_of_those_who_voted(self, cast, as_user, room, question):
        actions.vote(cast.ivo, question)
        actions.answer_in_writing(cast.pekka, question, "Share what helps all.")
        assert "Zofia" not in as_user(cast.ivo).get("/notifications/").content.decode()


class TestA24WhoIsThere:
    @pytest.fixture
    def crowd(self, cast, room):
        Presence.objects.create(room=room, process="0" * 32, people=2, names=["Zofia Przykład", "Ivo Primjer"])

    def test_readers_learn_a_number_and_no_names(self, cast, as_user, room, crowd):
        for reader in (Client(), as_user(cast.jurgis), as_user(cast.pekka)):
            for address in ("/live/clinic/", "/live/clinic/events", "/live/"):
                assert "Zofia" not in reader.get(address).content.decode()

    def test_people_are_not_to_be_leafed_through(self, cast, as_user, room):
        """Who said something in a room has a page there, for its moderators."""
        actions.post_message(cast.zofia, room, "Hello")
        pk = Attendee.objects.get().pk
        for reader in (Client(), as_user(cast.jurgis), as_user(cast.pekka)):
            assert reader.get(f"/live/clinic/people/{pk}/").status_code in {302, 404}
            for verb in ("ban", "mute", "unban"):
                assert reader.post(f"/live/clinic/people/{pk}/{verb}", {"text": "x"}).status_code in {302, 403, 404}
        assert not Attendee.objects.exclude(banned_at=None).exists()

    @pytest.mark.django_db(transaction=True)
    async def test_a_socket_tells_no_names_and_counts_nobody_who_was_banned(self, cast, room):
        async with Browser(cast.zofia) as zofia, Browser(cast.ivo) as ivo:
            joined = [await zofia.follow(room), await ivo.follow(room)]
            assert "Zofia" not in json.dumps(joined)
            assert "Ivo" not in json.dumps(joined)
            await act(actions.post_message, cast.zofia, room, "Buy")
            attendee = await act(Attendee.objects.get)
            await act(actions.ban_attendee, cast.ona, attendee, "Advertising")
            while (await ivo.until("head"))["here"] > 1:
                pass
