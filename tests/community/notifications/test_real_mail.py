"""Mails as a mail server gets them: read from a server process, byte by byte as they came."""

from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.utils import timezone

from community.notifications import outbox
from community.notifications.actions import follow
from community.notifications.models import MailJob, Notification
from community.notifications.outbox import send_due
from community.notifications.queries import level_of, wants_email
from forum import actions
from tests.forum.conftest import forums, private_topic, topic  # noqa: F401
from tests.postbox import Postbox
from tests.services import HOST

pytestmark = pytest.mark.embedded

HOME = settings.WAGTAILADMIN_BASE_URL


@pytest.fixture(scope="module")
def mail_server():
    with Postbox() as server:
        yield server


@pytest.fixture
def post(mail_server, settings):
    mail_server.empty()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = HOST, mail_server.port
    return mail_server


def send_later(minutes=6):
    with time_machine.travel(timezone.now() + timedelta(minutes=minutes)):
        return send_due()


def test_headers_and_both_parts(cast, topic, post):  # noqa: F811
    text = "We **call** them, [like this](/forum/), Zofia Przykład & co."
    written = actions.reply(cast.ivo, topic, content=text)
    assert send_later() == 1
    (mail,) = post.mails()
    assert mail["To"] == "zofia@example.org"
    assert mail["Subject"] == "Re: Members who do not pay"
    assert mail["Message-ID"] == f"<post-{written.pk}@127.0.0.1>"
    assert mail["References"] == mail["In-Reply-To"] == f"<topic-{topic.pk}@127.0.0.1>"
    assert mail["List-Id"] == f"Practice <forum-{topic.forum_id}.127.0.0.1>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    plain, page = mail.iter_parts()
    assert (plain.get_content_type(), page.get_content_type()) == ("text/plain", "text/html")
    for part in (plain, page):
        assert "Zofia Przykład" in part.get_content()
        assert f"{HOME}/forum/" in part.get_content()
    assert f"We call them, like this ({HOME}/forum/), Zofia Przykład & co." in plain.get_content()
    assert "<strong>call</strong>" in page.get_content()
    assert "<img" not in page.get_content()


def test_a_mail_provider_unsubscribes_by_one_post(cast, topic, post):  # noqa: F811
    """As RFC 8058 says it: the address of the header, one field, no cookie, no token, no redirect."""
    actions.reply(cast.ivo, topic, content="We call them.")
    send_later()
    address = post.mails()[0]["List-Unsubscribe"].strip(" <>")
    provider = Client(enforce_csrf_checks=True)
    looked = provider.get(address)
    assert looked.text.count('<button class="button"') == 1
    assert level_of(cast.zofia, "topic", topic.pk) == "instant"
    answer = provider.post(
        address, "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded", secure=False
    )
    assert answer.status_code == 200
    assert level_of(cast.zofia, "topic", topic.pk) == "mute"
    assert wants_email(cast.zofia)
    actions.reply(cast.ivo, topic, content="Or write.")
    assert send_later() == 0


def test_and_ends_all_by_the_link_in_the_text(cast, topic, post):  # noqa: F811
    actions.reply(cast.ivo, topic, content="We call them.")
    send_later()
    plain = post.mails()[0].get_body(("plain",)).get_content()
    line = next(line for line in plain.splitlines() if line.startswith("No more mails at all: "))
    Client(enforce_csrf_checks=True).post(line.partition(": ")[2])
    assert not wants_email(cast.zofia)


def test_three_replies_are_one_mail_in_their_order(cast, topic, post):  # noqa: F811
    for person, words in ((cast.ivo, "First words."), (cast.pekka, "Second words."), (cast.ona, "Third words.")):
        actions.reply(person, topic, content=words)
    send_later()
    (mail,) = [one for one in post.mails() if one["To"] == "zofia@example.org"]
    plain = mail.get_body(("plain",)).get_content()
    assert "3 new replies in Members who do not pay" in plain
    assert plain.index("First words.") < plain.index("Second words.") < plain.index("Third words.")
    assert plain.count("Answer Ivo Primjer: ") == 1


def test_a_worker_that_dies_after_sending_sends_the_same_mail_again(cast, topic, post):  # noqa: F811
    """A mailbox knows it as the same by its Message-ID; nothing else is possible over SMTP (safety 4.5)."""
    actions.reply(cast.ivo, topic, content="We call them.")
    MailJob.objects.update(next_try_at=timezone.now())
    job = outbox._take(MailJob.objects.get().pk)
    outbox._composed(job, outbox._to_tell(job)).send()  # and then the power goes
    assert send_due() == 0  # the lease holds
    actions.reply(cast.ona, topic, content="And write.")
    assert send_later() == 2  # the lease has run out; what came meanwhile had got a job of its own
    first, *others = [one for one in post.mails() if one["To"] == "zofia@example.org"]
    assert {one["Message-ID"] for one in others} == {first["Message-ID"]}
    assert send_later(60) == 0


def test_a_line_that_is_cut_and_a_server_that_refuses_delay_it_only(cast, topic, post):  # noqa: F811
    actions.reply(cast.ivo, topic, content="We call them.")
    (post.letters / "refuse").touch()
    assert send_later() == 0
    assert post.mails() == []
    assert "451" in MailJob.objects.get().last_error
    (post.letters / "refuse").unlink()
    (post.letters / "hang up").touch()
    assert send_later(10) == 0
    (post.letters / "hang up").unlink()
    assert send_later(30) == 1
    first, second = post.mails()
    assert first["Message-ID"] == second["Message-ID"]


def test_a_private_title_reaches_nobody_who_was_shut_out(cast, forums, private_topic, post):  # noqa: F811
    follow(cast.pekka, "topic", private_topic.pk, "instant")
    actions.reply(cast.zofia, private_topic, content="Our words.")
    actions.set_forum_members(forums.academy, "Academy 5 participants", users=[cast.zofia, cast.ivo])
    send_later()
    assert [mail["To"] for mail in post.mails()] == ["ivo@example.org"]
    assert Notification.objects.of(cast.pekka).exists()
