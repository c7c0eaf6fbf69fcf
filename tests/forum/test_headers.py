"""Attacks that want a second line where there is one: headers of mails, and the policy of pages (safety C4, C9)."""

import email
import email.policy
import json
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from community.csp import REPORTS
from community.csp_reports import MOST
from community.moderation import actions
from community.notifications.models import MailJob
from community.notifications.outbox import send_due
from forum import queries
from forum.engine import Topic

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]

BREAKS = ["\r\n", "\n", "\r", "\u2028", "\x0b", "%0d%0a", "\r\n "]
SMUGGLED = "Bcc: everybody@example.org"


@pytest.mark.parametrize("line_break", BREAKS, ids=repr)
def test_no_header_is_smuggled_into_a_mail_by_a_subject_or_a_name(line_break, as_user, cast, forums):
    cast.ivo.display_name = f"Ivo{line_break}{SMUGGLED}"
    cast.ivo.save()
    address = reverse("forum:topic_new", args=[forums.open.pk, "practice"])
    subject = f"Fees{line_break}{SMUGGLED}{line_break}{line_break}<b>A body of its own</b>"
    as_user(cast.ivo).post(
        address, {"subject": subject, "kind": "question", "language": "en", "content": "@ona Hello?"}
    )
    topic = Topic.objects.get()
    as_user(cast.ona).post(reverse("forum:reply", args=[topic.pk]), {"content": "Two thousand a year."})
    MailJob.objects.update(next_try_at=timezone.now())
    assert send_due() == 1
    (sent,) = mail.outbox
    read = email.message_from_bytes(sent.message().as_bytes(), policy=email.policy.default)
    assert read["Bcc"] is None
    assert sent.recipients() == [cast.ivo.email]
    assert len(str(read["Subject"]).splitlines()) == 1
    assert "Fees" in read["Subject"]


def test_every_page_forbids_what_it_did_not_bring_along(as_user, cast, topic, client):
    for reader in (client, as_user(cast.ivo)):
        policy = reader.get(queries.topic_url(topic)).headers["Content-Security-Policy"]
        rules = dict(part.strip().partition(" ")[::2] for part in policy.split(";"))
        assert rules["default-src"] == rules["object-src"] == rules["base-uri"] == rules["frame-ancestors"] == "'none'"
        assert rules["form-action"] == "'self'"
        assert rules["require-trusted-types-for"] == "'script'"
        assert "unsafe-inline" not in policy
        assert "unsafe-eval" not in policy


class TestReportsOfBrowsers:
    """What a policy stops is told (C4); what is told is not believed further than a line of the log."""

    def send(self, client, report, **how):
        body = report if isinstance(report, str) else json.dumps({"csp-report": report})
        return client.post(REPORTS, body, content_type="application/csp-report", **how).status_code

    def test_c4_what_a_page_may_not_is_in_the_log_without_anybodys_key(self, client, topic, caplog):
        policy = client.get(queries.topic_url(topic)).headers["Content-Security-Policy"]
        assert f"report-uri {REPORTS}" in policy
        told = {"document-uri": "https://here.example/speak/secret-key/?q=secret", "effective-directive": "script-src"}
        assert self.send(client, {**told, "blocked-uri": "https://evil.example/x.js?secret"}) == 204
        assert caplog.messages == ["On /speak/ the policy stopped evil.example: script-src"]

    @pytest.mark.parametrize(
        "report",
        ["", "[]", "x", "[" * 5_000, '{"csp-report": 1}', "{}", {"document-uri": 1}, {"document-uri": "http://[/"},
         {"document-uri": "x" * 9_000}],
    )  # fmt: skip
    def test_c9_nonsense_is_no_line_and_no_error(self, client, report, caplog):
        assert self.send(client, report) == 204
        assert caplog.messages == []

    def test_what_the_browser_of_a_suspended_member_reports_is_heard(self, as_user, cast, caplog):
        until = timezone.now() + timedelta(days=2)
        actions.suspend_member(cast.ona, cast.ivo, until, actions.Grounds("Three warnings."))
        report = {"document-uri": "https://here.example/forum/", "effective-directive": "img-src"}
        assert self.send(as_user(cast.ivo), {**report, "blocked-uri": "https://evil.example/"}) == 204
        assert len(caplog.messages) == 1

    def test_c9_a_report_is_one_short_line_and_one_address_makes_few(self, client, caplog, time_machine):
        time_machine.move_to(timezone.now(), tick=False)
        long = {
            "document-uri": "/forum\n/x",
            "blocked-uri": "inline\r\nCRITICAL" * 99,
            "effective-directive": "a\u2028b",
        }
        for _ in range(MOST + 5):
            assert self.send(client, long) == 204
        assert len(caplog.messages) == MOST
        assert all(len(line.splitlines()) == 1 and len(line) < 300 for line in caplog.messages)


def test_a_line_break_in_an_address_is_no_header_of_the_answer(client, topic):
    for way in ("%0d%0aSet-Cookie:%20a=b", "%0aLocation:%20//example.org"):
        page = client.get(f"/forum/topic/{topic.pk}-x{way}/")
        assert page.status_code in {301, 404}
        assert "Set-Cookie" not in page.headers
        assert not page.cookies
        if page.status_code == 301:
            assert page.url == queries.topic_url(topic)


def test_c9_a_line_break_in_an_address_is_no_second_line_of_the_log(client, caplog):
    for way in ("%0d%0aCRITICAL all is lost", "%0aCRITICAL all is lost", "%E2%80%A8CRITICAL all is lost"):
        assert client.get(f"/nowhere{way}/").status_code == 404
    said = [record.getMessage() for record in caplog.records]
    assert any("CRITICAL" in line for line in said)
    assert [line for line in said if len(line.splitlines()) > 1] == []


def test_the_editor_has_the_policy_of_the_editor(as_user, cast, topic):
    """Its own code is inline, and with the policy of pages it would do nothing."""
    policies = [
        as_user(cast.secretariat).get(address).headers["Content-Security-Policy"]
        for address in (reverse("wagtailadmin_home"), queries.topic_url(topic))
    ]
    assert ["script-src 'self' 'unsafe-inline'" in policy for policy in policies] == [True, False]
    assert [f"report-uri {REPORTS}" in policy for policy in policies] == [False, True]
