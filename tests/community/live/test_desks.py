"""The desks and the stage: who gets in, what they see, and that each works without a script."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from community.live import actions, desks, registry
from community.live.models import Attendee, Question, Room
from community.live.qr import qr_svg

pytestmark = pytest.mark.embedded

JSON = {"HTTP_ACCEPT": "application/json"}
State = Question.State


@pytest.fixture
def ask(room):
    def make(person, text, **details) -> Question:
        with time_machine.travel(timezone.now() + timedelta(minutes=Question.objects.count()), tick=True):
            return actions.ask_question(person, room, text, **details)

    return make


@pytest.fixture
def speaker(room):
    return room.speakers.get()


@pytest.fixture
def elsewhere(room):
    """A speaker of another room."""
    other = actions.open_room("other", "Other", opens_at=room.opens_at, closes_at=room.closes_at)
    actions.set_speakers(other, [actions.SpeakerCard("Ada")])
    return other.speakers.get()


@pytest.fixture
def guest(client, room):
    """A browser in which somebody has joined with the code."""
    attendee = Attendee.objects.create(room=room, name="Guest")
    session = client.session
    session["live_guests"] = {str(room.pk): attendee.pk}
    session.save()
    return client


def queries_of(client, address) -> int:
    client.get(address)  # the session, the style sheet
    with CaptureQueriesContext(
        connection,
    ) as counted:
        assert client.get(address).status_code == 200
    return len(counted)


class TestWhoGetsIn:
    GET = ["desk/", "desk/merge?first={pk}"]
    POST = [
        "desk/undo",
        "desk/decline",
        "desk/merge",
        "desk/speakers/{speaker}/replace",
        "desk/speakers/{speaker}/revoke",
    ]

    @pytest.mark.parametrize("address", GET)
    def test_only_moderators_see_the_desk(self, as_user, guest, cast, ask, speaker, address):
        address = "/live/clinic/" + address.format(pk=ask(cast.ivo, "Who pays?").pk)
        assert as_user(cast.ona).get(address).status_code == 200
        assert as_user(cast.ivo).get(address).status_code == 404
        assert as_user(cast.jurgis).get(address).status_code == 404
        assert guest.get(address).status_code in {302, 404}

    @pytest.mark.parametrize("address", POST)
    def test_only_moderators_use_it(self, as_user, guest, cast, ask, speaker, address):
        question = ask(cast.ivo, "Who pays?")
        address = "/live/clinic/" + address.format(speaker=speaker.pk)
        asked = {"question": question.pk, "first": question.pk, "second": question.pk, "keep": question.pk, "text": "x"}
        for client in (as_user(cast.ivo), as_user(cast.pekka), guest):
            assert client.post(address, asked).status_code in {403, 404}
        speaker.refresh_from_db()
        question.refresh_from_db()
        assert (speaker.revoked_at, question.state) == (None, State.OPEN)

    def test_somebody_who_speaks_here_with_an_account_is_sent_to_their_own_desk(self, as_user, cast, room, speaker):
        assert as_user(cast.pekka).get("/live/clinic/desk/").url == speaker.get_desk_url()

    @pytest.mark.parametrize("token", ["x", "1.abc~def", "", "é", "1" * 400])
    def test_a_bad_link_leads_to_a_friendly_page(self, client, room, token):
        response = client.get(f"/speak/{token}/")
        assert response.status_code == 404

    def test_the_friendly_page_says_whom_to_ask(self, client, room, speaker, cast):
        address = speaker.get_desk_url()
        actions.revoke_speaker_link(cast.ona, speaker)
        response = client.get(address)
        assert response.status_code == 404
        assert "Ask whoever invited you" in response.content.decode()
        assert response["Referrer-Policy"] == "no-referrer"

    def test_an_expired_link_answers_nothing(self, client, room, speaker, cast, ask):
        question = ask(cast.ivo, "Who pays?")
        speaker.expires_at = timezone.now() - timedelta(seconds=1)
        speaker.save()
        for response in (
            client.get(speaker.get_desk_url()),
            client.get(f"{speaker.get_desk_url()}events"),
            client.post(f"{speaker.get_desk_url()}questions/{question.pk}/answering"),
            client.post(f"{speaker.get_desk_url()}undo"),
        ):
            assert response.status_code == 404
        question.refresh_from_db()
        assert question.state == State.OPEN

    def test_a_link_is_good_for_its_own_room_only(self, client, room, cast, ask, elsewhere):
        question = ask(cast.ivo, "Who pays?")
        for verb in ("answering", "answered", "later", "answer"):
            address = f"{elsewhere.get_desk_url()}questions/{question.pk}/{verb}"
            assert client.post(address, {"text": "x"}).status_code == 404
        question.refresh_from_db()
        assert question.state == State.OPEN

    def test_the_stage_of_a_closed_circle_is_for_them_only(self, client, as_user, cast, room):
        assert client.get("/live/clinic/stage/").status_code == 200
        Room.objects.update(audience=Room.Audience.MEMBERS)
        assert client.get("/live/clinic/stage/").status_code == 404
        assert as_user(cast.ivo).get("/live/clinic/stage/").status_code == 200


class TestModeratorsDesk:
    def test_it_shows_what_waits_with_the_real_name(self, as_user, cast, room, ask):
        Room.objects.update(pre_moderation=True)
        room.refresh_from_db()
        ask(cast.ivo, "Who pays?", named=False)
        page = as_user(cast.ona).get("/live/clinic/desk/").content.decode()
        assert "Ivo Primjer" in page
        assert "name not shown" in page

    def test_without_a_script_a_form_comes_back_to_the_desk(self, as_user, cast, room, ask):
        question = ask(cast.ivo, "Who pays?")
        ona = as_user(cast.ona)
        address = f"/live/clinic/questions/{question.pk}"
        assert ona.post(f"{address}/answering", {"at": "desk"}).url == "/live/clinic/desk/"
        assert ona.post(f"{address}/label", {"at": "desk", "text": "Money"}).url == "/live/clinic/desk/"
        refused = ona.post(f"{address}/publish", {"at": "desk"})
        assert refused.status_code == 409
        assert "Look again before you decide" in refused.content.decode()
        question.refresh_from_db()
        assert (question.state, question.label) == (State.ANSWERING, "Money")

    def test_two_are_merged_in_two_steps(self, as_user, cast, room, ask):
        one, two = ask(cast.zofia, "Who pays?"), ask(cast.ivo, "Who pays for it?")
        ona = as_user(cast.ona)
        assert two.text in ona.get(f"/live/clinic/desk/merge?first={one.pk}").content.decode()
        assert "Which one stays" in ona.get(f"/live/clinic/desk/merge?first={one.pk}&second={two.pk}").content.decode()
        ona.post("/live/clinic/desk/merge", {"first": one.pk, "second": two.pk, "keep": two.pk})
        one.refresh_from_db()
        assert one.merged_into == two

    def test_several_are_declined_and_that_is_undone(self, as_user, cast, room, ask):
        some = [ask(cast.ivo, f"Buy {number}?") for number in range(2)]
        ona = as_user(cast.ona)
        ona.post("/live/clinic/desk/decline", {"question": [each.pk for each in some], "text": "Advertising"})
        assert set(room.questions.values_list("state", flat=True)) == {State.DECLINED}
        assert ona.post("/live/clinic/desk/undo", **JSON).status_code == 200
        assert set(room.questions.values_list("state", flat=True)) == {State.OPEN}
        assert ona.post("/live/clinic/desk/undo", **JSON).status_code == 400

    @pytest.mark.parametrize("odd", ["", "x", "-1", "9" * 30, "\u0661"])
    def test_odd_ids_do_no_harm(self, as_user, cast, room, odd):
        ona = as_user(cast.ona)
        assert ona.get("/live/clinic/desk/merge", {"first": odd}).status_code == 404
        assert ona.post("/live/clinic/desk/decline", {"question": odd, "text": "x"}).status_code == 404

    def test_links_are_replaced_and_revoked_there(self, as_user, cast, room, speaker):
        ona = as_user(cast.ona)
        old = speaker.token
        assert old in ona.get("/live/clinic/desk/").content.decode()
        ona.post(f"/live/clinic/desk/speakers/{speaker.pk}/replace")
        page = ona.get("/live/clinic/desk/").content.decode()
        speaker.refresh_from_db()
        assert old not in page
        assert speaker.token in page
        ona.post(f"/live/clinic/desk/speakers/{speaker.pk}/revoke")
        assert speaker.token not in ona.get("/live/clinic/desk/").content.decode()

    def test_its_queries_do_not_grow_with_the_queue(self, as_user, cast, room, ask):
        ona = as_user(cast.ona)
        for state in (State.PENDING, State.OPEN, State.DECLINED):
            ask(cast.ivo, f"Is it {state}?")
            room.questions.filter(text=f"Is it {state}?").update(
                state=state, taken_by=cast.ona, taken_at=timezone.now()
            )
        actions.merge_questions(cast.ona, room.questions.get(state=State.OPEN), ask(cast.zofia, "The same?"))
        few = queries_of(ona, "/live/clinic/desk/")
        for number in range(9):
            ask(cast.zofia, f"And {number}?")
        room.questions.filter(text__startswith="And").update(taken_by=cast.ona, taken_at=timezone.now())
        actions.merge_questions(cast.ona, *room.questions.filter(text__in=["And 1?", "And 2?"]))
        assert queries_of(ona, "/live/clinic/desk/") <= few


class TestSpeakersDesk:
    def test_opening_the_link_changes_nothing_and_is_told_nobody(self, client, cast, room, ask, speaker):
        ask(cast.ivo, "Who pays?")
        events = room.events.count()
        response = client.get(speaker.get_desk_url())
        assert response.status_code == 200
        assert response["Referrer-Policy"] == "no-referrer"
        assert "noindex" in response["X-Robots-Tag"]
        assert "no-store" in response["Cache-Control"]
        assert "sessionid" not in response.cookies
        assert room.events.count() == events
        assert client.get(f"{speaker.get_desk_url()}questions/1/answering").status_code == 405

    def test_a_form_needs_its_token_and_no_referrer(self, cast, room, ask, speaker):
        question = ask(cast.ivo, "Who pays?")
        strict = Client(enforce_csrf_checks=True)
        page = strict.get(speaker.get_desk_url()).content.decode()
        address = f"{speaker.get_desk_url()}questions/{question.pk}/answering"
        assert strict.post(address, headers={"origin": "null"}).status_code == 403
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]
        foreign = {"origin": "https://elsewhere.example"}
        assert strict.post(address, {"csrfmiddlewaretoken": token}, headers=foreign).status_code == 403
        done = strict.post(address, {"csrfmiddlewaretoken": token}, headers={"origin": "null"})
        assert done.url == speaker.get_desk_url()
        question.refresh_from_db()
        assert question.state == State.ANSWERING

    def test_the_list_is_in_the_speakers_order(self, client, cast, room, ask, speaker):
        actions.set_speakers(room, [actions.SpeakerCard(speaker.name, user=cast.pekka), actions.SpeakerCard("Ada")])
        ada = room.speakers.get(name="Ada")
        plain, loved, for_ada, later, now = (
            ask(cast.ivo, text, addressed_to=ada if text == "ada" else None)
            for text in ("plain", "loved", "ada", "later", "now")
        )
        for number in range(2):
            actions.vote(Attendee.objects.create(room=room, name=f"Guest {number}"), loved)
        actions.put_off(speaker, later)
        actions.start_answering(speaker, now)
        assert desks.for_speakers(room, speaker) == [now, loved, plain, for_ada, later]
        assert desks.for_speakers(room, ada) == [now, loved, plain, for_ada, later]

    def test_it_sees_no_more_than_the_room(self, client, cast, room, ask, speaker):
        Room.objects.update(pre_moderation=True)
        room.refresh_from_db()
        waiting = ask(cast.ivo, "Is it waiting?", named=False)
        assert waiting.text not in client.get(speaker.get_desk_url()).content.decode()
        address = f"{speaker.get_desk_url()}questions/{waiting.pk}/answering"
        assert client.post(address).status_code == 404
        assert client.get(f"{speaker.get_desk_url()}events?stream=desk").status_code == 404

    def test_news_come_by_asking_too(self, client, cast, room, ask, speaker):
        ask(cast.ivo, "Who pays?")
        Room.objects.update(audience=Room.Audience.MEMBERS)
        answer = client.get(f"{speaker.get_desk_url()}events?after=0").json()
        assert [event["item"]["text"] for event in answer["events"]] == ["Who pays?"]

    def test_a_slip_is_undone(self, client, cast, room, ask, speaker):
        question = ask(cast.ivo, "Who pays?")
        client.post(f"{speaker.get_desk_url()}questions/{question.pk}/answered")
        client.post(f"{speaker.get_desk_url()}undo")
        question.refresh_from_db()
        assert question.state == State.OPEN

    def test_the_agenda_comes_from_whoever_knows_it(self, client, room, speaker, monkeypatch):
        assert "The room closes" in client.get(speaker.get_desk_url()).content.decode()
        monkeypatch.setattr(registry, "_AGENDAS", [lambda room: [(room.opens_at, "Welcome to the clinic")]])
        page = client.get(speaker.get_desk_url()).content.decode()
        assert "Welcome to the clinic" in page
        assert "The room closes" not in page

    def test_its_queries_do_not_grow_with_the_questions(self, client, cast, room, ask, speaker, close):
        ask(cast.ivo, "Is it one?")
        few = queries_of(client, speaker.get_desk_url())
        for number in range(3):
            ask(cast.zofia, f"And {number}?", addressed_to=speaker)
        assert queries_of(client, speaker.get_desk_url()) <= few
        first, second, *_rest = Question.objects.order_by("pk")
        actions.answer_in_writing(speaker, first, "Yes.")
        close(room)
        few = queries_of(client, speaker.get_desk_url())
        actions.answer_in_writing(speaker, second, "Yes.")
        assert queries_of(client, speaker.get_desk_url()) <= few


class TestAfterTheTalk:
    def test_the_same_link_says_how_many_wait(self, client, cast, room, ask, speaker, close):
        first, second = ask(cast.ivo, "Who pays?"), ask(cast.zofia, "For how long?")
        for number in range(3):
            actions.vote(Attendee.objects.create(room=room, name=f"Guest {number}"), first)
        actions.vote(cast.ivo, second)
        actions.mark_carried(second, "/forum/topic/1/#post-2")
        close(room)
        page = client.get(speaker.get_desk_url()).content.decode()
        assert "2 questions are open" in page
        assert "5 people wait" in page

    def test_answers_are_typed_until_none_is_left(self, client, cast, room, ask, speaker, close):
        question = ask(cast.ivo, "Who pays?")
        close(room)
        address = f"{speaker.get_desk_url()}questions/{question.pk}/answer"
        refused = client.post(address, {"text": "x" * 2001})
        assert refused.status_code == 400
        assert "x" * 2001 in refused.content.decode()
        client.post(address, {"text": "We all do."})
        page = client.get(speaker.get_desk_url()).content.decode()
        assert "Every question is answered" in page
        client.post(address, {"text": "We all do, in equal parts."})
        question.refresh_from_db()
        assert (question.answer_text, question.answered_by_name) == ("We all do, in equal parts.", speaker.name)


class TestStage:
    def test_the_unnamed_stay_unnamed_and_the_waiting_unseen(self, client, cast, room, ask):
        ask(cast.ivo, "Who pays?", named=False)
        actions.decline_question(cast.ona, ask(cast.zofia, "Buy?"), "Advertising")
        page = client.get("/live/clinic/stage/").content.decode()
        assert "A participant" in page
        assert "Ivo" not in page
        assert "Buy?" not in page

    def test_it_holds_the_way_in_and_nothing_to_press(self, client, room):
        page = client.get("/live/clinic/stage/").content.decode()
        assert room.spoken_code in page
        assert "testserver/join<" in page
        assert '<svg class="qr" role="img"' in page
        main = page[page.index("<main") : page.index("</main>")]
        assert not re.search(r"<(form|button|a|input)\b", main)

    def test_current_first_then_four_by_votes(self, client, cast, room, ask):
        questions = [ask(cast.ivo, f"Number {number}?") for number in range(7)]
        actions.vote(cast.zofia, questions[5])
        actions.start_answering(cast.ona, questions[6])
        shown = desks.on_stage(room).questions
        assert shown == [questions[6], questions[5], *questions[:3]]

    def test_its_queries_do_not_grow(self, client, cast, room, ask):
        ask(cast.ivo, "Who pays?")
        few = queries_of(client, "/live/clinic/stage/")
        ask(cast.ivo, "How long?")
        ask(cast.ivo, "How much?")
        assert queries_of(client, "/live/clinic/stage/") <= few


def test_a_code_has_no_style_of_its_own():
    svg = qr_svg("https://example.org/join/ABC234/", "Join <us>")
    assert "style" not in svg
    assert "&lt;us&gt;" in svg
    assert svg.count("<path") == 1


class TestOwnQuestions:
    def test_the_asker_learns_what_has_become_of_it(self, as_user, guest, cast, room, ask):
        keep, merged, declined = (ask(cast.ivo, text) for text in ("keep?", "merge?", "decline?"))
        actions.merge_questions(cast.ona, keep, merged)
        actions.decline_question(cast.ona, declined, "Asked last week")
        answer = as_user(cast.ivo).get("/live/clinic/own").json()
        found = {item["text"]: item for item in answer["items"]}
        assert found["decline?"]["reason"] == "Asked last week"
        assert found["merge?"]["into"] == "keep?"
        assert set(answer["own"]) == {keep.pk, merged.pk, declined.pk}
        assert as_user(cast.zofia).get("/live/clinic/own").json() == {"items": [], "own": [], "message": []}
        assert guest.get("/live/clinic/own").json() == {"items": [], "own": [], "message": []}

    def test_it_is_on_the_page_too(self, as_user, cast, room, ask):
        actions.decline_question(cast.ona, ask(cast.ivo, "decline?"), "Asked last week")
        assert "Asked last week" in as_user(cast.ivo).get("/live/clinic/").content.decode()
        assert "Asked last week" not in as_user(cast.zofia).get("/live/clinic/").content.decode()


class TestLabels:
    def test_the_list_is_filtered_without_a_script(self, client, cast, room, ask):
        money, other = ask(cast.ivo, "Who pays?"), ask(cast.ivo, "Who leads?")
        actions.set_label(cast.ona, money, "Money")
        page = client.get("/live/clinic/?label=Money").content.decode()
        assert money.text in page
        assert other.text not in page
        assert other.text in client.get("/live/clinic/?label=Nonsense").content.decode()


def test_a_question_can_be_for_one_of_several_speakers(as_user, cast, room):
    actions.set_speakers(room, [actions.SpeakerCard("Ada"), actions.SpeakerCard("Bo")])
    ivo = as_user(cast.ivo)
    assert "Everyone who speaks" in ivo.get("/live/clinic/").content.decode()
    ada = room.speakers.get(name="Ada")
    ivo.post("/live/clinic/questions", {"text": "Who pays?", "addressed_to": ada.pk})
    assert Question.objects.get().addressed_to == ada
