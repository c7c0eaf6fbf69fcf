"""The server dies between two messages: what was acknowledged is there, and the open page catches up (faults 1, 2)."""

import re

import pytest
from playwright.sync_api import expect

from community.demo.logins import PASSWORD
from tests.browser.conftest import Visit
from tests.site import start_site

pytestmark = pytest.mark.browser

ROOM = "/live/drop-in-clinic/"


@pytest.fixture
def site():
    running = start_site(demo=True)
    yield running
    running.close()


@pytest.fixture
def pages(site, chromium):
    """Two members in the room: the one who writes and the one who reads."""
    visits = [Visit(chromium, site) for _ in range(2)]
    yield [_enter(visit.page, login) for visit, login in zip(visits, ("participant", "editor"), strict=True)]
    for visit in visits:
        visit.context.close()


def _enter(page, login):
    page.goto("/account/login/")
    page.get_by_label("E-mail").fill(f"{login}@example.org")
    page.get_by_role("textbox", name="Password").fill(PASSWORD)
    page.locator("form:has(input[type=password]) button[type=submit]").click()
    page.wait_for_url(lambda url: "/account/login/" not in url)
    page.goto(ROOM)
    expect(page.locator("[data-connection=live]")).to_be_visible()
    return page


def say(page, text):
    page.get_by_label("Message").fill(text)
    page.keyboard.press("Enter")


def test_nothing_acknowledged_is_lost_and_nothing_is_shown_twice(site, pages):
    writer, reader = pages
    acknowledged = [f"Before the crash, line {number}" for number in range(3)]
    for text in acknowledged:
        say(writer, text)
        expect(writer.locator(".message", has_text=text)).to_be_visible()
    expect(writer.locator("[data-outbox=message] li")).to_have_count(0)
    site.kill()
    say(writer, "Written while the server was away")
    expect(writer.locator("[data-outbox=message] li")).to_contain_text(re.compile("Not sent yet"))
    expect(reader.locator("[data-connection=offline]")).to_be_visible()
    site.start()
    for page in (writer, reader):
        for text in [*acknowledged, "Written while the server was away"]:
            expect(page.locator(".message", has_text=text)).to_have_count(1, timeout=20_000)
        expect(page.locator("[data-connection=live]")).to_be_visible(timeout=40_000)
    expect(writer.locator("[data-outbox=message] li")).to_have_count(0)
    reader.reload()
    lines = [text.strip() for text in reader.locator(".message__text").all_inner_texts()]
    assert lines[-4:] == [*acknowledged, "Written while the server was away"]


def test_what_was_not_sent_survives_a_reload_of_the_page(site, pages):
    writer, reader = pages
    site.kill()
    say(writer, "Kept on my own device")
    expect(writer.locator("[data-outbox=message] li")).to_contain_text("Kept on my own device")
    site.start()
    writer.goto(ROOM)
    for page in (writer, reader):
        expect(page.locator(".message", has_text="Kept on my own device")).to_have_count(1, timeout=20_000)
