"""A report, the decision about it, and who may do either."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from community.moderation import registry
from community.moderation.actions import (
    AlreadyDecided,
    ContentNotFound,
    ReasonMissing,
    TooManyReports,
    decide_report,
    report_content,
    reverse_decision,
)
from community.moderation.models import AuditEntry, Report
from community.moderation.permissions import can_read_decision

pytestmark = pytest.mark.service


@pytest.fixture
def note(cast, notes):
    return notes.write(1, cast.ivo)


def report_by(user, note, reason="unkind", details=""):
    return report_content(user, "note", note.pk, reason, details)


class TestReporting:
    def test_a_report_keeps_what_the_content_was_called(self, cast, note):
        report = report_by(cast.zofia, note, details="It names\x00 my boss.")
        note.text = "Changed"
        report.refresh_from_db()
        assert (report.title, report.url) == ("A rude note", "/notes/1/")
        assert report.details == "It names my boss."
        assert report.state == "open"

    def test_reporting_twice_is_one_report(self, cast, note):
        assert report_by(cast.zofia, note) == report_by(cast.zofia, note, reason="spam")
        assert Report.objects.count() == 1

    def test_two_members_make_two_reports(self, cast, note):
        report_by(cast.zofia, note)
        report_by(cast.jurgis, note)
        assert Report.objects.open().about("note", 1).count() == 2

    def test_guests_do_not_report(self, note):
        with pytest.raises(PermissionDenied):
            report_by(AnonymousUser(), note)

    @pytest.mark.parametrize(("kind", "object_id"), [("note", 99), ("unknown", 1), ("note", "' OR 1=1")])
    def test_what_is_not_there_can_not_be_reported(self, cast, note, kind, object_id):
        with pytest.raises(ContentNotFound):
            report_content(cast.zofia, kind, object_id, "spam", "")

    def test_nor_can_what_the_member_may_not_see(self, cast, notes):
        private = notes.write(2, cast.ivo, members_only=True)
        with pytest.raises(ContentNotFound):
            report_by(cast.jurgis, private)

    def test_thirty_reports_a_day_are_enough(self, cast, notes):
        for number in range(30):
            report_by(cast.jurgis, notes.write(number, cast.ivo))
        with pytest.raises(TooManyReports):
            report_by(cast.jurgis, notes.write(30, cast.ivo))
        Report.objects.update(created_at=timezone.now() - timedelta(days=2))
        report_by(cast.jurgis, notes.write(30, cast.ivo))


class TestDeciding:
    def test_hiding_hides_and_keeps_the_reason(self, cast, note):
        decision = decide_report(cast.ona, report_by(cast.zofia, note), "hide", "It insults a member.")
        assert note.hidden_because == "It insults a member."
        assert decision.author == cast.ivo
        assert decision.hides

    def test_keeping_leaves_the_content_alone(self, cast, note):
        decide_report(cast.ona, report_by(cast.zofia, note), "keep", "It is blunt, and within the rules.")
        assert note.hidden_because == ""

    def test_one_decision_answers_every_open_report_about_it(self, cast, note):
        first, second = report_by(cast.zofia, note), report_by(cast.jurgis, note)
        decision = decide_report(cast.ona, first, "hide", "It insults a member.")
        second.refresh_from_db()
        assert second.decision == decision
        assert not Report.objects.open().exists()

    def test_the_same_thing_can_be_reported_again_after_a_decision(self, cast, note):
        decide_report(cast.ona, report_by(cast.zofia, note), "keep", "Within the rules.")
        assert report_by(cast.zofia, note).state == "open"

    @pytest.mark.parametrize("name", ["zofia", "jurgis", "camille", "secretariat", "pekka"])
    def test_only_moderators_decide(self, cast, note, name):
        with pytest.raises(PermissionDenied):
            decide_report(getattr(cast, name), report_by(cast.zofia, note), "hide", "Because.")
        assert note.hidden_because == ""

    def test_nobody_decides_about_their_own_words(self, cast, notes):
        own = notes.write(3, cast.ona)
        with pytest.raises(PermissionDenied):
            decide_report(cast.ona, report_by(cast.zofia, own), "keep", "I like it.")

    @pytest.mark.parametrize("reason", ["", "  \n ", "\x00"])
    def test_a_decision_needs_a_reason(self, cast, note, reason):
        with pytest.raises(ReasonMissing):
            decide_report(cast.ona, report_by(cast.zofia, note), "hide", reason)
        assert note.hidden_because == ""

    def test_the_second_moderator_hears_that_it_is_decided(self, cast, note):
        report = report_by(cast.zofia, note)
        decide_report(cast.ona, report, "keep", "Within the rules.")
        with pytest.raises(AlreadyDecided):
            decide_report(cast.ona, report, "hide", "On second thoughts.")
        assert note.hidden_because == ""

    def test_what_is_gone_can_only_be_left(self, cast, note, notes):
        report = report_by(cast.zofia, note)
        notes.clear()
        with pytest.raises(ContentNotFound):
            decide_report(cast.ona, report, "hide", "It insults a member.")
        assert decide_report(cast.ona, report, "keep", "It is gone.").author is None

    def test_a_hide_that_fails_leaves_the_report_open(self, cast, note):
        report = report_by(cast.zofia, note)
        kind = registry.get("note")
        fields = {name: getattr(kind, name) for name in kind.__dataclass_fields__ if name not in {"name", "hide"}}

        def broken(actor, content, reason):
            raise RuntimeError

        registry.register("note", **fields, hide=broken)
        with pytest.raises(RuntimeError):
            decide_report(cast.ona, report, "hide", "It insults a member.")
        report.refresh_from_db()
        assert report.state == "open"
        assert not AuditEntry.objects.exists()

    def test_listeners_hear_of_decisions_and_reversals(self, cast, note, monkeypatch):
        heard = []
        monkeypatch.setattr(registry, "_on_decision", [])
        registry.on_decision(lambda decision: heard.append(decision.hides))
        decision = decide_report(cast.ona, report_by(cast.zofia, note), "hide", "It insults a member.")
        reverse_decision(cast.ona, decision, "It was a quotation.")
        assert heard == [True, False]


class TestReversing:
    def test_a_reversal_brings_the_content_back(self, cast, note):
        decision = decide_report(cast.ona, report_by(cast.zofia, note), "hide", "It insults a member.")
        reversed_one = reverse_decision(cast.ona, decision, "It was a quotation.")
        assert note.hidden_because == ""
        assert not reversed_one.hides
        assert reversed_one.reversal_reason == "It was a quotation."

    def test_it_can_not_be_done_twice_and_not_to_a_keep(self, cast, note):
        decision = decide_report(cast.ona, report_by(cast.zofia, note), "hide", "It insults a member.")
        reverse_decision(cast.ona, decision, "It was a quotation.")
        with pytest.raises(AlreadyDecided):
            reverse_decision(cast.ona, decision, "Again.")

    def test_authors_do_not_reverse(self, cast, note):
        decision = decide_report(cast.ona, report_by(cast.zofia, note), "hide", "It insults a member.")
        with pytest.raises(PermissionDenied):
            reverse_decision(cast.ivo, decision, "I want it back.")


def test_a_decision_is_read_by_its_author_its_reporters_and_moderators(cast, note):
    decision = decide_report(cast.ona, report_by(cast.zofia, note), "hide", "It insults a member.")
    readers = {name for name in cast.__dataclass_fields__ if can_read_decision(getattr(cast, name), decision)}
    assert readers == {"ivo", "zofia", "ona"}
    assert not can_read_decision(AnonymousUser(), decision)


def test_every_decision_is_in_the_log(cast, note):
    decision = decide_report(cast.ona, report_by(cast.zofia, note), "hide", "It insults a member.")
    reverse_decision(cast.ona, decision, "It was a quotation.")
    acts = AuditEntry.objects.order_by("number").values_list("action", "actor", "object_id", "reason")
    assert list(acts) == [
        ("report.hide", cast.ona.pk, "1", "It insults a member."),
        ("decision.reverse", cast.ona.pk, "1", "It was a quotation."),
    ]
