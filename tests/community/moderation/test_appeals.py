"""The author's one note against a decision, the second look, and the letters to whoever has no account."""

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied

from community.moderation.actions import (
    AlreadyDecided,
    Grounds,
    answer_appeal,
    decide_content,
    decide_report,
    report_content,
    reverse_decision,
    send_appeal,
)
from community.moderation.models import AuditEntry, Decision, Report
from community.notifications.models import Notification
from community.notifications.outbox import send_due
from community.people.models import User
from community.people.permissions import MODERATORS

pytestmark = pytest.mark.embedded

WHY = Grounds("It insults a member.", reference="rule 2", facts="The second sentence.")
GUEST = {"reason": "unkind", "details": "It names me.", "good_faith": "on", "name": "Jo", "email": "jo@example.org"}


@pytest.fixture
def note(cast, notes):
    return notes.write(1, cast.ivo)


@pytest.fixture
def decision(cast, note):
    return decide_content(cast.ona, "note", 1, WHY)


@pytest.fixture
def second(cast, django_user_model):
    """Another moderator."""
    user = User.objects.create_user("second@example.org", "x", display_name="Second Exemple")
    user.groups.add(cast.ona.groups.get(name=MODERATORS))
    return user


class TestTheStatement:
    def test_it_says_what_article_17_asks_for(self, as_user, cast, decision):
        page = as_user(cast.ivo).get(decision.get_absolute_url()).text
        for words in ("Hidden", "rule 2", "The second sentence.", "insults a member", "nobody had reported it"):
            assert words in page
        for words in ("nothing was decided by a machine", "Until a moderator takes it back", "dispute settlement"):
            assert words in page

    def test_a_moderator_hides_what_nobody_reported_and_says_why(self, as_user, cast, note):
        ona = as_user(cast.ona)
        assert "This field is required" in ona.post("/moderation/hide/note/1/", {"ground": "rules", "reason": ""}).text
        by_law = {"ground": "law", "reason": "It is a threat."}
        assert "Name the law" in ona.post("/moderation/hide/note/1/", by_law).text
        assert not note.hidden_because
        ona.post("/moderation/hide/note/1/", {**by_law, "reference": "Criminal Code, 241"})
        assert note.hidden_because == "It is a threat."
        assert Notification.objects.get(recipient=cast.ivo).title == "Hidden by a moderator: A rude note"
        assert as_user(cast.zofia).get("/moderation/hide/note/1/").status_code == 404

    def test_nobody_hides_the_same_thing_twice_nor_their_own(self, cast, decision, notes):
        with pytest.raises(AlreadyDecided):
            decide_content(cast.ona, "note", 1, WHY)
        notes.write(2, cast.ona)
        with pytest.raises(PermissionDenied):
            decide_content(cast.ona, "note", 2, WHY)


class TestTheAppeal:
    def appeal(self, client, decision, text="It was a quotation."):
        return client.post(decision.get_absolute_url(), {"appeal_form": "send", "text": text}, follow=True)

    def test_the_author_writes_once_and_it_waits_in_the_queue(self, as_user, cast, decision):
        ivo = as_user(cast.ivo)
        assert "This field is required" in self.appeal(ivo, decision, " ").text
        assert "it waits for a moderator" in self.appeal(ivo, decision).text
        self.appeal(ivo, decision, "And again.")
        assert decision.appeal.text == "It was a quotation."
        assert "Its author asks for a second look" in as_user(cast.ona).get("/moderation/").text
        with pytest.raises(AlreadyDecided):
            send_appeal(cast.ivo, decision, "And again.")

    def test_nobody_else_writes_it_or_reads_it(self, as_user, cast, note):
        decision = decide_report(cast.ona, report_content(cast.zofia, "note", 1, "unkind"), "hide", "Unkind.")
        self.appeal(as_user(cast.zofia), decision)
        assert not hasattr(Decision.objects.get(), "appeal")
        send_appeal(cast.ivo, decision, "It was a quotation.")
        assert "It was a quotation." not in as_user(cast.zofia).get(decision.get_absolute_url()).text

    def test_another_moderator_answers_where_there_is_one(self, as_user, cast, decision, second, note):
        appeal = send_appeal(cast.ivo, decision, "It was a quotation.")
        assert Notification.objects.filter(kind="appeal").get().recipient == second
        assert "another moderator answers" in as_user(cast.ona).get(decision.get_absolute_url()).text
        with pytest.raises(PermissionDenied):
            answer_appeal(cast.ona, appeal, granted=False, answer="No.")
        sent = {"answer_form": "send", "verdict": "granted", "answer": "You are right."}
        as_user(second).post(decision.get_absolute_url(), sent)
        assert not note.hidden_because
        page = as_user(cast.ivo).get(decision.get_absolute_url()).text
        assert "The author was right" in page
        assert "You are right." in page

    def test_the_only_moderator_answers_herself_and_the_author_is_told(self, cast, decision, note):
        appeal = send_appeal(cast.ivo, decision, "It was a quotation.")
        answer_appeal(cast.ona, appeal, granted=False, answer="It was not.")
        told = Notification.objects.filter(recipient=cast.ivo).latest("pk")
        assert (told.title, told.text) == ("After a second look the decision stands: A rude note", "It was not.")
        assert note.hidden_because
        with pytest.raises(AlreadyDecided):
            answer_appeal(cast.ona, appeal, granted=True, answer="After all.")
        assert list(AuditEntry.objects.values_list("action", flat=True)) == [
            "appeal.refuse",
            "appeal.send",
            "note.hide",
        ]

    def test_what_is_taken_back_grants_it(self, cast, decision):
        appeal = send_appeal(cast.ivo, decision, "It was a quotation.")
        reverse_decision(cast.ona, decision, "I had not seen that.")
        appeal.refresh_from_db()
        assert appeal.granted


class TestReportsByGuests:
    def test_they_are_written_to_when_it_comes_and_when_it_is_decided(self, client, cast, note):
        assert client.post("/report/note/1/", GUEST, follow=True).status_code == 200
        report = Report.objects.get()
        decide_report(cast.ona, report, "hide", "It insults you.")
        send_due()
        sent = [letter for letter in mail.outbox if letter.to == ["jo@example.org"]]
        assert [letter.subject for letter in sent] == ["We have your report", "What became of your report"]
        assert "It insults you." in sent[1].body

    def test_a_report_about_the_abuse_of_a_child_needs_no_name(self, client, note):
        client.post("/report/note/1/", {"reason": "child", "good_faith": "on"})
        assert Report.objects.get().notifier_email == ""

    def test_nobody_fills_another_mailbox(self, client, notes, cast):
        for number in range(7):
            notes.write(number, cast.ivo)
            page = client.post(f"/report/note/{number}/", GUEST, follow=True)
        assert "a lot of reports" in page.text
        assert Report.objects.count() == 5

    def test_members_find_a_receipt_among_their_news(self, cast, note):
        report_content(cast.zofia, "note", 1, "unkind")
        assert Notification.objects.get(recipient=cast.zofia).title == "We have your report: A rude note"
