"""Mail goes out once, to those who want it and may still see what it tells about."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from django.test import override_settings
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from community.notifications import outbox
from community.notifications.actions import mark_read, set_email_notifications
from community.notifications.models import MailJob, Notification
from community.notifications.outbox import send_due

pytestmark = pytest.mark.service

BROKEN = "tests.community.notifications.broken_mail.Backend"


@pytest.fixture
def job(cast, send):
    """A mail for Zofia that is waiting."""
    send([cast.zofia], title="Ivo replied: Silent members", text="Ask them one question each.", actor=cast.ivo)
    return MailJob.objects.get()


def mail_of(job):
    """The mail as it would go out now."""
    return outbox._composed(job, outbox._to_tell(job))


def state(job):
    job.refresh_from_db()
    return job.state


class TestSending:
    def test_a_waiting_mail_goes_out(self, job):
        assert send_due() == 1
        (sent,) = mail.outbox
        assert sent.to == ["zofia@example.org"]
        assert sent.subject == "Ivo replied: Silent members"
        assert "Ask them one question each." in sent.body
        assert f"/notifications/{job.notification_id}/go/" in sent.body
        assert state(job) == "sent"

    def test_it_goes_out_once(self, job):
        send_due()
        send_due()
        assert len(mail.outbox) == 1

    def test_the_html_says_the_same_and_escapes_it(self, cast, send):
        send([cast.zofia], title="Less < more", text='<script>alert("x")</script>')
        send_due()
        (sent,) = mail.outbox
        page, kind = sent.alternatives[0]
        assert kind == "text/html"
        assert "Less &lt; more" in page
        assert "<script>" not in page
        assert '<script>alert("x")</script>' in sent.body

    def test_a_line_break_in_a_title_makes_no_second_header(self, cast, send):
        send([cast.zofia], title="Hello\r\nBcc: everybody@example.org")
        send_due()
        (sent,) = mail.outbox
        assert sent.subject == "Hello Bcc: everybody@example.org"
        assert sent.message()["Bcc"] is None

    def test_the_message_id_is_the_same_at_every_attempt(self, job):
        assert {mail_of(job).message()["Message-ID"] for _ in range(2)} == {"<letter-1@127.0.0.1>"}

    def test_links_lead_to_the_configured_host(self, job):
        with override_settings(WAGTAILADMIN_BASE_URL="https://community.example.org"):
            assert "https://community.example.org/notifications/" in mail_of(job).body


class TestNotSending:
    def test_not_to_whoever_may_not_see_it_any_more(self, cast, job, letters):
        """Access was lost between writing and sending (safety B11)."""
        letters["1"] = [cast.ivo]
        assert send_due() == 0
        assert mail.outbox == []
        assert state(job) == "skipped"

    def test_not_against_their_wish(self, cast, job):
        set_email_notifications(cast.zofia, wanted=False)
        assert send_due() == 0
        assert state(job) == "skipped"

    def test_not_about_what_they_have_read(self, cast, job):
        mark_read(cast.zofia, job.notification_id)
        assert send_due() == 0

    def test_not_to_a_closed_account(self, cast, job):
        cast.zofia.is_active = False
        cast.zofia.save()
        assert send_due() == 0

    def test_not_while_another_worker_holds_it(self, job):
        MailJob.objects.update(lease_until=timezone.now() + timedelta(minutes=4))
        assert send_due() == 0
        assert state(job) == "waiting"

    def test_but_when_that_worker_is_gone(self, job):
        MailJob.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
        assert send_due() == 1

    def test_two_workers_that_saw_the_same_job_send_it_once(self, job):
        assert outbox._take(job.pk) is not None
        assert outbox._take(job.pk) is None


class TestTryingAgain:
    def test_each_wait_is_longer_until_it_is_given_up(self, job):
        start = timezone.now()
        waits = []
        with override_settings(EMAIL_BACKEND=BROKEN), time_machine.travel(start, tick=False) as clock:
            for _ in range(6):
                send_due()
                job.refresh_from_db()
                waits.append(round((job.next_try_at - timezone.now()).total_seconds() / 60))
                clock.move_to(job.next_try_at)
        assert waits[:5] == [1, 5, 30, 120, 720]
        assert job.state == "dead"
        assert job.attempts == 6
        assert job.last_error == "OSError: the mail server is asleep"

    def test_it_goes_out_when_the_server_wakes_up(self, job):
        with override_settings(EMAIL_BACKEND=BROKEN):
            send_due()
        assert send_due() == 0
        with time_machine.travel(timezone.now() + timedelta(minutes=2)):
            assert send_due() == 1
        assert state(job) == "sent"

    def test_one_mail_that_fails_holds_up_no_other(self, cast, send, monkeypatch):
        send([cast.zofia, cast.ivo])
        whole = outbox.compose

        def breaks_for_zofia(told):
            if told[0].recipient == cast.zofia:
                raise OSError
            return whole(told)

        monkeypatch.setattr(outbox, "compose", breaks_for_zofia)
        assert send_due() == 1
        assert mail.outbox[0].to == ["ivo@example.org"]


class TestTheBell:
    def test_it_rings_after_the_transaction(self, cast, send, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            send([cast.zofia])
            assert not DBTaskResult.objects.exists()
        assert DBTaskResult.objects.get().task_path == "community.notifications.tasks.send_waiting_mail"

    @pytest.mark.django_db(transaction=True)  # the worker closes the connection that it was given
    def test_the_worker_sends(self, cast, send):
        send([cast.zofia])
        call_command("db_worker", "--batch", "--no-startup-delay", verbosity=0)
        assert [sent.to for sent in mail.outbox] == [["zofia@example.org"]]

    def test_tick_sends_what_nobody_rang_for(self, job, capsys):
        call_command("tick")
        assert capsys.readouterr().out == "Mail: 1 sent, 0 waiting, 0 given up.\n"
        assert len(mail.outbox) == 1

    def test_a_bell_that_is_broken_breaks_nothing(self, cast, send, monkeypatch, django_capture_on_commit_callbacks):
        from community.notifications import tasks  # noqa: PLC0415

        monkeypatch.setattr(tasks, "send_waiting_mail", None)
        with django_capture_on_commit_callbacks(execute=True):
            assert send([cast.zofia]) == 1
        assert Notification.objects.exists()
