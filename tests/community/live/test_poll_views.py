"""The pages of polls: with a script and without, for those who answer and those who ask."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from community.live import actions
from community.live.models import Attendee, Ballot, Choice, Poll, PollAnswer
from community.live.polls import stage_poll
from tests.community.live.test_polls import fresh, opened, option

pytestmark = pytest.mark.embedded

JSON = {"HTTP_ACCEPT": "application/json"}
PAGE = "/live/clinic/"


@pytest.fixture
def poll(cast, room) -> Poll:
    return opened(cast, room)


def text_of(client, **headers):
    return client.get(PAGE, **headers).content.decode()


class TestAnswering:
    def test_without_a_script_it_posts_and_comes_back_to_the_poll(self, as_user, cast, poll):
        zofia = as_user(cast.zofia)
        answer = zofia.post(f"{PAGE}polls/{poll.pk}/vote", {"option": option(poll, "Tea")})
        assert (answer.status_code, answer.url) == (302, f"{PAGE}#poll-{poll.pk}")
        page = text_of(zofia)
        assert 'data-voted="true"' in page
        assert page.count('data-own="true"') == 1
        assert 'width="100" height="1" data-bar' in page

    def test_with_a_script_a_refusal_is_a_sentence(self, as_user, cast, poll):
        zofia, address = as_user(cast.zofia), f"{PAGE}polls/{poll.pk}/vote"
        assert zofia.post(address, {"option": option(poll, "Tea")}, **JSON).json() == {}
        answer = zofia.post(address, {}, **JSON)
        assert (answer.status_code, answer.json()) == (400, {"error": "Choose an answer first."})

    def test_what_was_chosen_stays_chosen_when_the_poll_has_closed(self, as_user, cast, room):
        poll = opened(cast, room, "text")
        zofia, address = as_user(cast.zofia), f"{PAGE}polls/{poll.pk}/vote"
        refused = zofia.post(address, {"text": "w" * 121})
        assert refused.status_code == 400
        page = refused.content.decode()
        assert "121 characters; 120 fit" in page
        assert "w" * 121 in page
        actions.close_poll(cast.ona, poll)
        assert zofia.post(address, {"text": "Late"}).status_code == 409

    def test_too_many_choices_stay_ticked(self, as_user, cast, poll):
        both = [option(poll, "Tea"), option(poll, "Water")]
        page = as_user(cast.zofia).post(f"{PAGE}polls/{poll.pk}/vote", {"option": both}).content.decode()
        assert "Choose one answer only." in page
        assert page.count(" checked") >= 2

    def test_foreign_and_odd_options_are_not_found(self, as_user, cast, room, poll):
        other = opened(cast, room, options=("Bread", "Cake"))
        zofia = as_user(cast.zofia)
        for wrong in (option(other, "Cake"), "x", "-1", "9" * 30, "1;--"):
            assert zofia.post(f"{PAGE}polls/{poll.pk}/vote", {"option": wrong}).status_code == 404, wrong
        assert not Ballot.objects.exists()

    def test_polls_of_other_rooms_and_drafts_are_not_found(self, as_user, cast, room, poll):
        other = actions.open_room("other", "Other", opens_at=room.opens_at, closes_at=None)
        draft = actions.make_poll(cast.ona, room, "one", "Which secret?", ["A", "B"])
        zofia = as_user(cast.zofia)
        choice = {"option": option(poll, "Tea")}
        assert zofia.post(f"/live/{other.slug}/polls/{poll.pk}/vote", choice).status_code == 404
        assert zofia.post(f"{PAGE}polls/{draft.pk}/vote", {"option": option(draft, "A")}).status_code == 404
        assert "Which secret?" not in text_of(zofia)
        assert not Ballot.objects.exists()

    def test_who_is_nobody_is_sent_to_sign_in_and_reads_the_results(self, client, cast, poll):
        actions.cast_ballot(cast.zofia, poll, [option(poll, "Tea")])
        assert client.post(f"{PAGE}polls/{poll.pk}/vote").url.startswith("/account/login/")
        page = text_of(client)
        assert "Sign in to answer" in page
        assert f'action="{PAGE}polls/' not in page

    def test_a_guest_answers(self, client, cast, room, poll):
        guest = Attendee.objects.create(room=room, name="Nils")
        session = client.session
        session["live_guests"] = {str(room.pk): guest.pk}
        session.save()
        client.post(f"{PAGE}polls/{poll.pk}/vote", {"option": option(poll, "Tea")})
        assert Choice.objects.get().ballot.attendee == guest


class TestHiddenResults:
    @pytest.fixture
    def poll(self, cast, room):
        poll = opened(cast, room, results_wait=True)
        actions.cast_ballot(cast.zofia, poll, [option(poll, "Tea")])
        return poll

    @pytest.mark.parametrize("who", ["zofia", "ivo", "ona"])
    def test_no_page_has_them_before_the_end(self, as_user, cast, poll, who):
        reader = as_user(getattr(cast, who))
        page = text_of(reader)
        shown = page[page.index('<ol class="ruled polls"') : page.index('<template data-template="poll">')]
        assert "tally__row" not in shown
        assert "The results are shown when the poll is closed." in shown
        assert reader.get(f"{PAGE}events").json()["counts"]["polls"] == {str(poll.pk): {"people": 1}}

    def test_every_page_has_them_after_it(self, client, cast, poll):
        actions.close_poll(cast.ona, poll)
        assert "tally__row" in text_of(client)
        assert "options" in client.get(f"{PAGE}events").json()["counts"]["polls"][str(poll.pk)]


class TestDesk:
    FORM = {"kind": "one", "text": "What shall we drink?", "options": "Coffee\r\n\r\n Tea \r\n"}

    def test_a_moderator_makes_changes_opens_and_closes_one(self, as_user, cast, room):
        ona = as_user(cast.ona)
        assert ona.post(f"{PAGE}polls", self.FORM).url == f"{PAGE}desk/#polls-desk"
        poll = Poll.objects.get()
        assert [option.text for option in poll.options.all()] == ["Coffee", "Tea"]
        ona.post(f"{PAGE}polls/{poll.pk}/edit", self.FORM | {"kind": "several", "results_wait": "on"})
        assert (fresh(poll).kind, fresh(poll).results_wait) == ("several", True)
        for verb, state in (("open", "open"), ("close", "closed"), ("reopen", "open")):
            ona.post(f"{PAGE}polls/{poll.pk}/{verb}")
            assert fresh(poll).state == state
        assert ona.post(f"{PAGE}polls/{poll.pk}/delete", **JSON).status_code == 409

    def test_a_refused_poll_stays_in_the_form(self, as_user, cast, room):
        page = as_user(cast.ona).post(f"{PAGE}polls", self.FORM | {"options": "Coffee\nCOFFEE"})
        assert page.status_code == 400
        assert "Two of the answers are the same" in page.content.decode()
        assert "Coffee\nCOFFEE" in page.content.decode()

    def test_a_refused_edit_stays_with_its_draft(self, as_user, cast, room):
        draft = actions.make_poll(cast.ona, room, "one", "Well?", ["Yes", "No"])
        page = as_user(cast.ona).post(f"{PAGE}polls/{draft.pk}/edit", self.FORM | {"text": " "}).content.decode()
        assert "Write something first." in page
        assert page.count("Coffee") == 1

    @pytest.mark.parametrize("who", ["zofia", "pekka", "secretariat"])
    def test_it_does_not_exist_for_others(self, as_user, cast, room, who):
        draft = actions.make_poll(cast.ona, room, "text", "Which secret?")
        person = as_user(getattr(cast, who))
        assert person.post(f"{PAGE}polls", self.FORM).status_code == 404
        for verb in ("open", "close", "reopen", "delete", "edit", "answers/group", "answers/hide"):
            assert person.post(f"{PAGE}polls/{draft.pk}/{verb}", self.FORM).status_code == 404, verb
        assert person.get(f"{PAGE}polls/{draft.pk}/answers").status_code == 404
        assert person.get(f"{PAGE}desk/").status_code in {302, 404}
        assert "#polls-desk" not in text_of(person)
        assert Poll.objects.count() == 1

    def test_odd_verbs_and_kinds_are_not_found(self, as_user, cast, poll):
        ona = as_user(cast.ona)
        assert ona.post(f"{PAGE}polls/{poll.pk}/vanish").status_code == 404
        assert ona.post(f"{PAGE}polls/{poll.pk}/answers/vanish").status_code == 404
        assert ona.post(f"{PAGE}polls", self.FORM | {"kind": "x"}).status_code == 404
        assert ona.get(f"{PAGE}polls/{poll.pk}/close").status_code == 405

    def test_words_are_sorted_into_groups(self, as_user, cast, room):
        poll = opened(cast, room, "text")
        actions.cast_ballot(cast.zofia, poll, text="Trust")
        actions.cast_ballot(cast.ivo, poll, text="Confidence")
        ona, ids = as_user(cast.ona), list(PollAnswer.objects.values_list("pk", flat=True))
        ona.post(f"{PAGE}polls/{poll.pk}/answers/group", {"answer": ids, "name": "Trust in people"})
        found = ona.get(f"{PAGE}polls/{poll.pk}/answers").json()["answers"]
        assert [(word["text"], word["group"]) for word in found] == [
            ("Trust", "Trust in people"),
            ("Confidence", "Trust in people"),
        ]
        ona.post(f"{PAGE}polls/{poll.pk}/answers/hide", {"answer": ids[0]})
        assert ona.get(f"{PAGE}polls/{poll.pk}/answers").json()["answers"][0]["hidden"]
        assert ona.post(f"{PAGE}polls/{poll.pk}/answers/show", {"answer": 0}).status_code == 404


class TestStage:
    def test_it_shows_what_was_opened_last_and_then_its_results(self, cast, room):
        first, second = opened(cast, room), opened(cast, room, options=("Bread", "Cake"), results_wait=True)
        assert stage_poll(room).poll == second
        assert not stage_poll(room).results.rows
        for poll in (first, second):
            actions.close_poll(cast.ona, poll)
        assert [row.text for row in stage_poll(room).results.rows] == ["Bread", "Cake"]
        Poll.objects.update(closed_at=timezone.now() - timedelta(minutes=3))
        assert stage_poll(room) is None

    def test_a_draft_is_never_on_stage(self, cast, room):
        actions.make_poll(cast.ona, room, "text", "Which secret?")
        assert stage_poll(room) is None


@pytest.mark.parametrize("path", [PAGE, f"{PAGE}desk/", f"{PAGE}stage/"])
def test_the_page_costs_the_same_for_one_or_three_polls(as_user, cast, room, path):
    def add(number):
        poll = opened(cast, room, "several")
        actions.cast_ballot(cast.zofia, poll, [option(poll, "Tea")])
        actions.cast_ballot(cast.zofia, opened(cast, room, "text"), text=f"Word {number}")

    ona = as_user(cast.ona)
    add(1)
    ona.get(path)  # the head of every page asks for the open room, every 20 s at most
    with CaptureQueriesContext(connection) as once:
        ona.get(path)
    add(2)
    add(3)
    with CaptureQueriesContext(connection) as thrice:
        ona.get(path)
    assert len(thrice) == len(once)
