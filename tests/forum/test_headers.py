"""Attacks that want a second line where there is one: headers of mails, and the policy of pages (safety C4, C9)."""

import email
import email.policy

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

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
