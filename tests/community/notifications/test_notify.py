"""Who is told what, and how often."""

import pytest
from django.db import transaction

from community.moderation.actions import decide_report, report_content, reverse_decision
from community.notifications.actions import notify, set_email_notifications
from community.notifications.models import MailJob, Notification
from community.notifications.queries import readable, unread_count
from tests.community.moderation.conftest import notes  # noqa: F401

pytestmark = pytest.mark.service


def titles(user):
    return [one.title for one in readable(user, Notification.objects.of(user))]


class TestTelling:
    def test_every_recipient_is_told_once(self, cast, send):
        assert send([cast.zofia, cast.ivo, cast.zofia]) == 2
        assert titles(cast.zofia) == titles(cast.ivo) == ["Letter 1"]

    def test_telling_again_is_no_news(self, cast, send):
        send([cast.zofia])
        assert send([cast.zofia, cast.ivo]) == 1
        assert Notification.objects.count() == 2

    def test_another_key_is_other_news(self, cast, send):
        send([cast.zofia], key="letter:1:first")
        send([cast.zofia], key="letter:1:second")
        assert len(titles(cast.zofia)) == 2

    def test_whoever_did_it_knows(self, cast, send):
        send([cast.zofia, cast.ivo], actor=cast.ivo)
        assert titles(cast.ivo) == []
        assert Notification.objects.get().actor_name == "Ivo Primjer"

    def test_closed_accounts_are_not_told(self, cast, send):
        cast.ivo.is_active = False
        assert send([cast.ivo]) == 0

    def test_whoever_may_not_see_it_is_not_told(self, cast, send, letters):
        """A mention in a private forum must not even make a number (safety B12)."""
        letters["1"] = [cast.zofia]
        assert send([cast.zofia, cast.jurgis]) == 1
        assert unread_count(cast.jurgis) == 0

    def test_nobody_is_nobody(self, letters, db):
        assert notify([], "letter", object_id=1, title="", url="/") == 0

    def test_a_kind_that_nobody_registered_is_a_mistake(self, cast):
        with pytest.raises(LookupError, match="register it"):
            notify([cast.zofia], "pigeon", object_id=1, title="", url="/")

    def test_news_stands_and_falls_with_what_it_tells_about(self, cast, send):
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            send([cast.zofia])
            raise ZeroDivisionError
        assert titles(cast.zofia) == []
        assert not MailJob.objects.exists()

    def test_odd_text_is_stored_as_text(self, cast, send):
        send([cast.zofia], title="<b>\x00" + "x" * 500, text="y" * 5_000)
        told = Notification.objects.get()
        assert told.title.startswith("<b>xxx")
        assert len(told.title) == 255
        assert len(told.text) == 600

    def test_many_recipients_take_no_more_queries_than_one(self, cast, send, django_assert_num_queries):
        for number, recipients in ((1, [cast.zofia]), (2, [cast.zofia, cast.ivo, cast.pekka])):
            with django_assert_num_queries(3):
                send(recipients, number)


class TestReading:
    def test_what_was_closed_to_the_reader_is_gone_from_the_inbox(self, cast, send, letters):
        send([cast.zofia, cast.ivo])
        letters["1"] = [cast.ivo]
        assert titles(cast.zofia) == []
        assert titles(cast.ivo) == ["Letter 1"]

    def test_news_of_a_kind_that_is_no_longer_registered_is_not_shown(self, cast, send):
        send([cast.zofia])
        Notification.objects.update(kind="pigeon")
        assert titles(cast.zofia) == []


class TestMailJobs:
    def test_whoever_wants_mail_gets_a_job(self, cast, send):
        set_email_notifications(cast.ivo, wanted=False)
        send([cast.zofia, cast.ivo])
        assert [job.recipient for job in MailJob.objects.all()] == [cast.zofia]

    def test_some_kinds_are_never_mailed(self, cast, send):
        send([cast.zofia], kind="leaflet")
        assert not MailJob.objects.exists()

    def test_telling_again_makes_no_second_job(self, cast, send):
        send([cast.zofia])
        send([cast.zofia])
        assert MailJob.objects.count() == 1


@pytest.mark.usefixtures("notes")
class TestReportsAndDecisions:
    @pytest.fixture
    def reported(self, cast, notes):  # noqa: F811
        notes.write(1, cast.ivo)
        return report_content(cast.zofia, "note", 1, "unkind", "")

    def test_moderators_are_told_what_was_reported(self, cast, reported):
        told = Notification.objects.of(cast.ona).get()
        assert told.title == "Reported: A rude note"
        assert told.url == reported.get_absolute_url()
        others = Notification.objects.exclude(recipient=cast.ona)
        assert others.get().title == "We have your report: A rude note"  # the receipt of whoever reported it

    def test_but_once_while_it_waits(self, cast, reported):
        report_content(cast.jurgis, "note", 1, "spam", "")
        assert len(titles(cast.ona)) == 1
        decide_report(cast.ona, reported, "keep", "It is blunt, and within the rules.")
        report_content(cast.jurgis, "note", 1, "spam", "")
        assert len(titles(cast.ona)) == 2

    def test_and_not_when_they_are_moderators_no_more(self, cast, reported):
        cast.ona.groups.clear()
        assert titles(cast.ona) == []

    def test_the_author_is_told_why_something_was_hidden(self, cast, reported):
        decision = decide_report(cast.ona, reported, "hide", "It insults a member.")
        told = Notification.objects.of(cast.ivo).get()
        assert told.title == "Hidden by a moderator: A rude note"
        assert told.text == "It insults a member."
        assert told.url == f"/moderation/decisions/{decision.pk}/"

    def test_whoever_reported_it_is_told_either_way(self, cast, reported):
        decide_report(cast.ona, reported, "keep", "It is blunt, and within the rules.")
        assert titles(cast.zofia) == [
            "You reported this, and it stays: A rude note",
            "We have your report: A rude note",
        ]
        assert titles(cast.ivo) == []

    def test_nobody_else_reads_about_it(self, cast, reported):
        decide_report(cast.ona, reported, "hide", "It insults a member.")
        stray = Notification.objects.of(cast.ivo).get()
        stray.pk, stray.recipient = None, cast.jurgis
        stray.save()
        assert titles(cast.jurgis) == []

    def test_the_author_does_not_learn_who_reported_it(self, cast, reported):
        decide_report(cast.ona, reported, "hide", "It insults a member.")
        told = Notification.objects.of(cast.ivo).get()
        assert "Zofia" not in f"{told.title}{told.text}{told.actor_name}"

    def test_a_reversal_is_news_again(self, cast, reported):
        decision = decide_report(cast.ona, reported, "hide", "It insults a member.")
        reverse_decision(cast.ona, decision, "It was a quotation.")
        assert titles(cast.ivo) == ["Visible again: A rude note", "Hidden by a moderator: A rude note"]
