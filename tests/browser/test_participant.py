"""The participant's story of peers 8.1, with a mail server, the worker and the site as processes of their own.

A digest on the phone, its link, a code instead of a password, a network that goes while she types, one post, and
whoever it names hears of it.
"""

import json
import re
import subprocess
import sys
from email.message import EmailMessage
from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.participant_world import QUESTION, SECRET
from tests.database import ROOT
from tests.postbox import Postbox
from tests.services import wait_until
from tests.site import Site, start_site

PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
ZOFIA, ASKER, ONA = "participant@example.org", "speaker@example.org", "moderator@example.org"
FIRST_WORDS, LAST_WORDS = "We told them two years before. ", " keeps the letter."


@pytest.fixture(scope="module")
def postbox():
    with Postbox() as server:
        yield server


@pytest.fixture(scope="module")
def site(postbox):
    """A site of its own, with its worker, whose mails go out at once."""
    running = start_site(demo=True, worker=True, EMAIL_URL=postbox.url, MAIL_WAIT_MINUTES="0")
    try:
        yield running
        assert "Traceback" not in running.log(), running.log()
    finally:
        running.close()


@pytest.fixture(scope="module")
def cookies_of():
    return {}


@pytest.fixture(scope="module")
def story(site):
    """Who takes part, and the number of the question."""
    command = [sys.executable, "-m", "tests.browser.participant_world"]
    done = subprocess.run(command, cwd=ROOT, env=site.environment, check=True, stdout=subprocess.PIPE, text=True)
    return SimpleNamespace(**json.loads(done.stdout.splitlines()[-1]))


def show_mail(page: Page, mail: EmailMessage) -> None:
    """The mail as a mail program shows it: as the main thing there, and fetching nothing from anywhere."""
    page.set_content(mail.get_body(("html",)).get_content())
    page.locator(".page").evaluate("mail => mail.setAttribute('role', 'main')")


def sign_in_by_code(page: Page, postbox: Postbox) -> None:
    known = len(postbox.mails(ZOFIA))
    page.get_by_role("link", name="Mail me a sign-in code").click()
    page.get_by_label("E-mail").fill(ZOFIA)
    page.get_by_role("button", name="Mail me a code").click()
    words = postbox.next_mail(ZOFIA, known).get_body(("plain",)).get_content()
    code = re.search(r"^\s*([A-Z0-9]{3,4}-?[A-Z0-9]{3,4})\s*$", words, re.MULTILINE).group(1)
    page.get_by_label("Code").fill(code)
    page.get_by_role("button", name=re.compile("Sign in|Continue|Go on|Confirm")).first.click()


def test_from_the_digest_to_a_post_that_the_mentioned_hears_of(new_visit, sign_in, axe, postbox, site, story):
    digest = digest_for_zofia(postbox, site)
    visit = new_visit(**PHONE)
    phone = visit.page
    show_mail(phone, digest)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
    axe(phone)
    answer = phone.get_by_role("link", name=f"Answer in {QUESTION}").get_attribute("href")
    phone.goto(answer)
    sign_in_by_code(phone, postbox)
    box = phone.get_by_label("Your reply")
    expect(phone.get_by_role("heading", level=1)).to_have_text(QUESTION)
    expect(phone.locator("[data-reply-context]")).to_contain_text(story.asker)
    axe(phone)

    state = phone.locator("[data-compose-state]")
    box.press_sequentially(FIRST_WORDS)
    expect(state).to_have_text("Saved as a draft")
    box.press_sequentially(f"@{story.ona[:3]}")
    phone.get_by_role("option", name=re.compile(re.escape(story.ona))).first.tap()
    visit.context.set_offline(True)
    box.press_sequentially(LAST_WORDS.lstrip())
    expect(state).to_contain_text("kept on this device")
    whole = box.input_value()
    phone.close()

    visit.context.set_offline(False)
    phone = visit.page = visit.context.new_page()
    phone.goto(answer)
    phone.get_by_role("link", name="Go on writing").tap()
    box = phone.get_by_label("Your reply")
    expect(box).to_have_value(whole)
    axe(phone)

    desk = new_visit().page
    unread = number_that_is_only_told(desk, sign_in)
    before = unread.text_content()
    number = post_through_a_bad_network(phone)
    posts = phone.locator(".post", has_text="two years before")
    expect(posts).to_have_count(1)
    phone.goto(answer)
    expect(posts).to_have_count(1)
    expect(phone.get_by_label("Your reply")).to_have_value("")
    assert phone.get_by_text("You began this on").count() == 0

    asker_and_ona_hear_of_it(postbox, story, number)
    expect(unread).not_to_have_text(before)
    expect(unread).to_be_visible()
    desk.goto("/notifications/")
    expect(desk.locator("main")).to_contain_text(f"{story.zofia} mentioned you in {QUESTION}")
    two_peers_have_tried_it(new_visit, sign_in, number)
    phone.reload()
    expect(phone.locator(f"#post-{number} .reaction", has_text="I tried it")).to_contain_text("2")


def number_that_is_only_told(page: Page, sign_in) -> Locator:
    """What Ona has not read, in the head of a page that stays open and cannot ask for it."""
    sign_in(page, ONA)
    page.route("**/notifications/unread/", lambda route: route.abort())
    page.goto("/forum/")
    return page.locator("[data-unread-number]")


def asker_and_ona_hear_of_it(postbox: Postbox, story: SimpleNamespace, number: str) -> None:
    """Each by one mail of the same thread; who is named as such, who asked as a reply."""
    for address, said in ((ONA, f"{story.zofia} mentioned you in {QUESTION}"), (ASKER, story.zofia)):
        mail = postbox.next_mail(address)
        assert mail["Subject"] == f"Re: {QUESTION}"
        assert mail["Message-ID"].strip() == f"<post-{number}@127.0.0.1>"
        assert mail["References"].strip() == mail["In-Reply-To"].strip() == f"<topic-{story.topic}@127.0.0.1>"
        assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        words = mail.get_body(("plain",)).get_content()
        assert said in words and LAST_WORDS.strip() in words
        assert len(postbox.mails(address)) == 1


def two_peers_have_tried_it(new_visit, sign_in, number: str) -> None:
    """In place, with a sentence when it does not arrive; and without a script."""
    for login, options in ((ASKER, {}), (ONA, {"java_script_enabled": False})):
        page = new_visit(**options).page
        sign_in(page, login)
        page.goto(f"/forum/post/{number}/")
        post = page.locator(f"#post-{number}")
        pressed = post.get_by_role("button", name="I tried it")
        if not options:
            page.route("**/react/", lambda route: route.abort("internetdisconnected"), times=1)
            pressed.click()
            expect(post.get_by_role("alert")).to_contain_text("did not arrive")
            expect(pressed).to_have_attribute("aria-pressed", "false")
        pressed.click()
        expect(pressed).to_have_attribute("aria-pressed", "true")


def digest_for_zofia(postbox: Postbox, site: Site) -> EmailMessage:
    """With one press to be rid of it (RFC 8058), a way to answer, and nothing that she may not read."""

    def digests() -> list[EmailMessage]:
        return [mail for mail in postbox.mails(ZOFIA) if QUESTION in words_of(mail)]

    wait_until(digests, "The digest did not come", 30)
    digest = digests()[0]
    postbox.empty()  # also of what the worker had sent before the story began
    assert digest["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert digest["List-Unsubscribe"].strip().startswith(f"<{site.url}/")
    assert SECRET not in digest.as_string() + digest["Subject"]
    assert "\n  Answer: http" in words_of(digest)
    return digest


def words_of(mail: EmailMessage) -> str:
    return mail.get_body(("plain",)).get_content()


def post_through_a_bad_network(phone: Page) -> str:
    """Pressed twice, and sent once more because no answer came. Returns the number of the post."""
    lose_the_answer_to_the_next_post(phone)
    with phone.expect_event("requestfailed"):
        phone.get_by_role("button", name="Post your reply").dblclick()
    expect(phone.get_by_label("Your reply")).to_have_count(0)  # the browser's own page about a lost network
    with phone.expect_request(lambda request: request.method == "POST"):  # the same form once more
        phone.reload()
    phone.wait_for_url("**#post-*")
    return urlsplit(phone.url).fragment.removeprefix("post-")


def lose_the_answer_to_the_next_post(page: Page) -> None:
    """It arrives, and the phone does not hear that it did."""

    def lose(route) -> None:
        route.fetch(max_redirects=0)
        route.abort("internetdisconnected")

    page.route(re.compile(r"/reply/$"), lose, times=1)
