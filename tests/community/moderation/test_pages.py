"""The pages of moderation: who gets which, and what happens on them."""

import pytest

from community.moderation.actions import decide_report, record, report_content
from community.moderation.models import Decision, Report

pytestmark = pytest.mark.embedded

GIVEN = {"reason": "unkind", "details": "It names my boss.", "good_faith": "on"}
DECIDED = {"outcome": "hide", "ground": "rules", "reason": "It insults a member."}


@pytest.fixture
def note(cast, notes):
    return notes.write(1, cast.ivo, text="A <b>rude</b> note")


@pytest.fixture
def reported(cast, note):
    return report_content(cast.zofia, "note", 1, "unkind", "It names my boss.")


class TestTheReportForm:
    def test_a_member_reports_and_is_thanked(self, as_user, cast, note):
        client = as_user(cast.zofia)
        assert "Report this note" in client.get("/report/note/1/").content.decode()
        response = client.post("/report/note/1/", GIVEN, follow=True)
        assert response.redirect_chain == [("/report/note/1/thanks/", 302)]
        assert "Thank you for your report" in response.content.decode()
        assert Report.objects.get().details == "It names my boss."

    def test_what_is_reported_is_shown_as_text(self, as_user, cast, note):
        page = as_user(cast.zofia).get("/report/note/1/").content.decode()
        assert "A &lt;b&gt;rude&lt;/b&gt; note" in page

    def test_a_guest_says_who_they_are_or_signs_in(self, client, note):
        response = client.get("/report/note/1/")
        assert "?next=/report/note/1/" in response.content.decode()
        page = client.post("/report/note/1/", GIVEN).content.decode()
        assert "Say who you are." in page
        assert "Say where we can write to." in page
        assert not Report.objects.exists()

    @pytest.mark.parametrize(
        ("change", "message"),
        [
            ({"good_faith": ""}, "Tick this box"),
            ({"reason": ""}, "This field is required"),
            ({"reason": "nonsense"}, "Select a valid choice"),
            ({"reason": "illegal", "details": " "}, "Please explain"),
        ],
    )
    def test_what_is_missing_is_said_and_the_text_stays(self, as_user, cast, note, change, message):
        response = as_user(cast.zofia).post("/report/note/1/", {**GIVEN, "details": "It names my boss.", **change})
        page = response.content.decode()
        assert message in page
        assert change.get("details") or "It names my boss." in page
        assert not Report.objects.exists()

    @pytest.mark.parametrize("address", ["/report/note/99/", "/report/unknown/1/", "/report/note/99/thanks/"])
    def test_what_is_not_there_is_not_found(self, as_user, cast, note, address):
        assert as_user(cast.zofia).get(address).status_code == 404

    def test_nor_is_what_the_reader_may_not_see(self, as_user, cast, notes, client):
        notes.write(2, cast.ivo, members_only=True)
        for outsider in (as_user(cast.jurgis), client):
            assert outsider.get("/report/note/2/").status_code == 404
            assert outsider.post("/report/note/2/", GIVEN).status_code == 404
        assert not Report.objects.exists()

    def test_too_many_reports_are_told_so(self, as_user, cast, notes, note):
        for number in range(100, 130):
            notes.write(number, cast.ivo)
            report_content(cast.zofia, "note", number, "spam", "")
        page = as_user(cast.zofia).post("/report/note/1/", GIVEN).content.decode()
        assert "a lot of reports for one day" in page


class TestTheDesk:
    DESK = ("/moderation/", "/moderation/decided/", "/moderation/log/")

    @pytest.mark.parametrize("address", DESK)
    def test_only_moderators_find_it(self, as_user, cast, client, address):
        assert as_user(cast.ona).get(address).status_code == 200
        assert client.get(address).status_code == 404
        for name in ("zofia", "pekka", "camille", "secretariat"):
            assert as_user(getattr(cast, name)).get(address).status_code == 404

    def test_nobody_else_finds_a_report(self, as_user, cast, reported, client):
        address = reported.get_absolute_url()
        for outsider in (client, as_user(cast.zofia), as_user(cast.ivo)):
            assert outsider.get(address).status_code == 404
            assert outsider.post(address, DECIDED).status_code == 404
        assert not Decision.objects.exists()

    def test_reports_about_one_thing_are_one_case(self, as_user, cast, reported):
        report_content(cast.jurgis, "note", 1, "spam", "")
        page = as_user(cast.ona).get("/moderation/").content.decode()
        assert page.count("topic-row__title") == 1
        assert "<b>2</b> reports" in page
        assert "It names my boss." in page

    def test_an_empty_queue_says_so(self, as_user, cast):
        assert "Nothing is waiting." in as_user(cast.ona).get("/moderation/").content.decode()

    def test_the_report_shows_the_content_as_it_stands(self, as_user, cast, reported, note):
        note.text = "A <i>kinder</i> note"
        page = as_user(cast.ona).get(reported.get_absolute_url()).content.decode()
        assert "A &lt;i&gt;kinder&lt;/i&gt; note" in page
        assert "It names my boss." in page
        assert "Zofia Przykład" in page

    def test_a_moderator_decides(self, as_user, cast, reported, note):
        response = as_user(cast.ona).post(reported.get_absolute_url(), DECIDED)
        assert response["Location"] == Decision.objects.get().get_absolute_url()
        assert note.hidden_because == "It insults a member."

    def test_a_reason_is_required_and_the_rest_stays(self, as_user, cast, reported, note):
        page = as_user(cast.ona).post(reported.get_absolute_url(), {**DECIDED, "reason": " "}).content.decode()
        assert "This field is required" in page
        assert not note.hidden_because

    def test_what_somebody_else_decided_leads_to_the_decision(self, as_user, cast, reported):
        decision = decide_report(cast.ona, reported, "keep", "Within the rules.")
        response = as_user(cast.ona).post(reported.get_absolute_url(), DECIDED)
        assert response["Location"] == decision.get_absolute_url()

    def test_content_that_is_gone_can_be_closed(self, as_user, cast, reported, notes):
        notes.clear()
        client = as_user(cast.ona)
        assert "This is no longer there." in client.get(reported.get_absolute_url()).content.decode()
        page = client.post(reported.get_absolute_url(), DECIDED).content.decode()
        assert "You can only leave it as it is." in page
        assert client.post(reported.get_absolute_url(), {**DECIDED, "outcome": "keep"}).status_code == 302

    def test_nobody_decides_about_their_own_words(self, as_user, cast, notes):
        notes.write(3, cast.ona)
        own = report_content(cast.zofia, "note", 3, "unkind", "")
        client = as_user(cast.ona)
        assert "another moderator decides" in client.get(own.get_absolute_url()).content.decode()
        client.post(own.get_absolute_url(), DECIDED)
        assert not Decision.objects.exists()

    def test_the_log_shows_what_was_done(self, as_user, cast, reported):
        decide_report(cast.ona, reported, "hide", "It <i>insults</i> a member.")
        page = as_user(cast.ona).get("/moderation/log/").content.decode()
        assert "report.hide" in page
        assert "It &lt;i&gt;insults&lt;/i&gt; a member." in page


class TestTheDecision:
    @pytest.fixture
    def decision(self, cast, reported):
        return decide_report(cast.ona, reported, "hide", "It insults a member.")

    def test_author_reporter_and_moderator_read_it(self, as_user, cast, decision):
        for name in ("ivo", "zofia", "ona"):
            page = as_user(getattr(cast, name)).get(decision.get_absolute_url()).content.decode()
            assert "It insults a member." in page

    def test_nobody_else_does(self, as_user, cast, decision, client):
        for outsider in (client, as_user(cast.jurgis), as_user(cast.pekka)):
            assert outsider.get(decision.get_absolute_url()).status_code == 404

    def test_the_author_learns_neither_who_reported_nor_who_decided(self, as_user, cast, decision):
        page = as_user(cast.ivo).get(decision.get_absolute_url()).content.decode()
        assert "Zofia" not in page
        assert "Ona" not in page
        assert "If you think this is wrong" in page

    def test_a_moderator_can_reverse_it_with_a_reason(self, as_user, cast, decision, note):
        client = as_user(cast.ona)
        assert (
            "This field is required"
            in client.post(decision.get_absolute_url(), {"reversal_form": "send", "reason": ""}).content.decode()
        )
        response = client.post(
            decision.get_absolute_url(), {"reversal_form": "send", "reason": "It was a quotation."}, follow=True
        )
        assert "Hidden, then shown again" in response.content.decode()
        assert not note.hidden_because

    def test_the_author_can_not(self, as_user, cast, decision, note):
        as_user(cast.ivo).post(decision.get_absolute_url(), {"reversal_form": "send", "reason": "I want it back."})
        assert note.hidden_because


@pytest.mark.parametrize("rows", [1, 3])
def test_the_desk_is_few_queries_whatever_is_on_it(as_user, cast, notes, rows, django_assert_max_num_queries):
    for number in range(rows):
        notes.write(number, cast.ivo)
        report = report_content(cast.zofia, "note", number, "unkind", "")
        report_content(cast.jurgis, "note", number, "spam", "")
        record(cast.ona, "note.look", "note", number)
        notes.write(number + 50, cast.ivo)
        decide_report(cast.ona, report_content(cast.zofia, "note", number + 50, "spam", ""), "keep", "Fine.")
    client = as_user(cast.ona)
    for address in (*TestTheDesk.DESK, report.get_absolute_url()):
        with django_assert_max_num_queries(7):
            assert client.get(address).status_code == 200
