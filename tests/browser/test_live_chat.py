"""The chat of a room, with several people in it: each in a browser of their own, without a reload in between."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from community.live.models import Room

ROOM = "/live/drop-in-clinic/"
CASES = Path(__file__).parents[1] / "community" / "live" / "links.json"


@pytest.fixture
def enter(new_visit, sign_in):
    """`enter("participant")`: the room, as somebody who is signed in sees it."""

    def come(login: str, **options) -> Page:
        page = new_visit(**options).page
        sign_in(page, f"{login}@example.org")
        page.goto(ROOM)
        return page

    return come


@pytest.fixture
def guest(new_visit, do):
    """The room as a guest sees it, who joined with the code."""
    code = do(lambda: Room.objects.get(slug="drop-in-clinic").code)
    page = new_visit().page
    page.goto("/join/")
    page.get_by_label("Code").fill(f" {code[:3].lower()}-{code[3:].lower()} ")
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("Your name").fill("Agnese")
    page.get_by_role("button", name="Join the room").click()
    expect(page.get_by_text("You are here as Agnese, a guest.")).to_be_visible()
    return page


def say(page: Page, words: str) -> None:
    page.get_by_label("Message", exact=True).fill(words)
    page.get_by_role("button", name="Send", exact=True).click()


def line(page: Page, words: str):
    return page.locator(".message", has=page.locator(".message__text", has_text=words))


def open_menu(page: Page, words: str):
    line(page, words).hover()
    line(page, words).locator("summary").click()


def test_a_guest_a_member_and_a_moderator_talk(enter, guest):
    zofia, ona = enter("participant"), enter("moderator")
    say(guest, "Greetings from Torino, see https://example.org/meters")
    for page in (zofia, ona):
        link = line(page, "Greetings from Torino").get_by_role("link", name="https://example.org/meters")
        expect(link).to_have_attribute("rel", "nofollow ugc noopener noreferrer")

    line(zofia, "Greetings from Torino").hover()
    line(zofia, "Greetings from Torino").get_by_role("link", name="Reply").click()
    expect(zofia.get_by_label("Message", exact=True)).to_be_focused()
    say(zofia, "Who reads those meters?")
    expect(line(guest, "Who reads those meters?").locator(".message__quote")).to_contain_text("Agnese")

    open_menu(guest, "Who reads those meters?")
    line(guest, "Who reads those meters?").get_by_role("button", name="I agree").click()
    expect(line(zofia, "Who reads those meters?").locator(".reaction[data-count='1']")).to_contain_text("I agree")

    open_menu(zofia, "Who reads those meters?")
    line(zofia, "Who reads those meters?").get_by_role("link", name="Change").click()
    zofia.get_by_label("Your message").fill("Who reads all those meters?")
    zofia.get_by_role("button", name="Save").click()
    expect(line(guest, "Who reads all those meters?")).to_contain_text("changed")

    open_menu(ona, "Who reads all those meters?")
    line(ona, "Who reads all those meters?").get_by_role("link", name="Moderate").click()
    ona.get_by_role("button", name="Make it a question").click()
    guest.get_by_role("button", name=re.compile("new, show")).click()
    expect(guest.locator(".question", has_text="Who reads all those meters?")).to_be_visible()

    open_menu(ona, "Greetings from Torino")
    line(ona, "Greetings from Torino").get_by_role("link", name="Moderate").click()
    ona.get_by_label("Hide the message. Why?").fill("No links, please")
    ona.get_by_role("dialog").get_by_role("button", name="Hide", exact=True).click()
    expect(guest.locator(".message__gone", has_text="No links, please")).to_be_visible()
    expect(zofia.locator("#chat")).not_to_contain_text("Torino")


def test_the_browser_refuses_markup_made_from_text(chromium, site):
    """C5: whatever a script of ours would try, on the page where strangers' words arrive (Trusted Types)."""
    with chromium.new_context(base_url=site.url) as context:  # no visit of ours: those fail when the console complains
        page = context.new_page()
        page.goto(ROOM)
        tried = "() => { try { document.body.innerHTML = '<b>' } catch (error) { return error.name } }"
        assert page.evaluate(tried) == "TypeError"


def test_a_moderator_switches_the_chat_off_and_on(enter, axe):
    zofia, ona = enter("participant"), enter("moderator")
    ona.get_by_text("Room settings").click()
    ona.get_by_role("checkbox", name="Chat", exact=True).uncheck()
    ona.get_by_role("button", name="Set").first.click()
    expect(zofia.locator("#chat .room__hint", has_text="have switched the chat off")).to_be_visible()
    expect(zofia.get_by_role("button", name="Send", exact=True)).to_be_hidden()
    axe(zofia)
    ona.get_by_text("Room settings").click()
    ona.get_by_role("checkbox", name="Chat", exact=True).check()
    ona.get_by_role("button", name="Set").first.click()
    expect(zofia.get_by_role("button", name="Send", exact=True)).to_be_visible()


def test_a_muted_person_keeps_the_words_and_reads_why(enter, guest):
    ona = enter("moderator")
    say(guest, "One advertisement")
    open_menu(ona, "One advertisement")
    line(ona, "One advertisement").get_by_role("link", name="Moderate").click()
    ona.get_by_label("Mute or shut out. Why?").fill("No advertising, please")
    ona.get_by_role("button", name="Mute").click()
    expect(ona.get_by_role("dialog")).to_be_hidden()
    say(guest, "Another advertisement")
    expect(guest.get_by_role("alert").filter(has_text="No advertising, please")).to_be_visible()
    expect(guest.get_by_label("Message", exact=True)).to_have_value("Another advertisement")


def test_without_a_script_forms_do_the_same(enter):
    zofia = enter("participant", java_script_enabled=False)
    say(zofia, "Plain words")
    line(zofia, "Plain words").hover()
    line(zofia, "Plain words").get_by_role("link", name="Reply").click()
    expect(zofia.locator("[data-reply-box]")).to_contain_text("Plain words")
    open_menu(zofia, "Plain words")
    line(zofia, "Plain words").get_by_role("button", name="Thanks").click()
    expect(line(zofia, "Plain words").locator("[aria-pressed=true]")).to_contain_text("Thanks")


def test_the_script_finds_the_addresses_that_the_server_finds(browser_page):
    browser_page.goto(ROOM)
    script = "async (text) => (await import('/static/js/live/links.js')).pieces(text)"
    for text, addresses in json.loads(CASES.read_text(encoding="utf-8")):
        found = browser_page.evaluate(script, text)
        assert [piece for piece, is_address in found if is_address] == addresses
        assert "".join(piece for piece, _ in found) == text


def test_quiet_mode_is_under_forty_kilobytes(enter):
    """Also where static files come as they are, with all that a member may do, and without a script."""
    page = enter("participant")
    sizes: dict[str, int] = {}
    page.on("requestfinished", lambda asked: sizes.update({asked.url: asked.sizes()["responseBodySize"]}))
    page.goto(f"{ROOM}?quiet=1", wait_until="networkidle")
    assert not [url for url in sizes if "woff2" in url or "icons.svg" in url]
    assert sum(sizes.values()) < 40_000, sizes


def test_in_quiet_mode_plain_forms_do_the_same(enter):
    zofia = enter("participant", java_script_enabled=False)
    zofia.goto(f"{ROOM}?quiet=1")
    say(zofia, "Quite words")
    line(zofia, "Quite words").get_by_role("link", name="Change").click()
    zofia.get_by_label("Your message").fill("Quiet words")
    zofia.get_by_role("button", name="Save").click()
    line(zofia, "Quiet words").get_by_role("button", name="Thanks").click()
    expect(line(zofia, "Quiet words").locator("[aria-pressed=true]")).to_contain_text("Thanks 1")
    assert "quiet=1" in zofia.url
    ivo = enter("editor", java_script_enabled=False)
    ivo.goto(f"{ROOM}?quiet=1")
    line(ivo, "Quiet words").get_by_role("link", name="Report").click()
    expect(ivo.get_by_text("Quiet words")).to_be_visible()


def test_in_quiet_mode_one_is_told_how_much_is_new(enter):
    zofia, ivo = enter("participant"), enter("editor")
    ivo.clock.install()
    ivo.goto(f"{ROOM}?quiet=1")
    ivo.get_by_label("Message", exact=True).fill("Half a sen")
    say(zofia, "News for the quiet")
    with ivo.expect_request(re.compile(r"/events\?here=1&")):  # and so counts as being here
        ivo.clock.run_for(11_000)
    ivo.get_by_role("link", name="1 new, show").click()
    expect(line(ivo, "News for the quiet")).to_be_visible()
    expect(ivo.get_by_label("Message", exact=True)).to_have_value("Half a sen")


@pytest.mark.parametrize("path", ["/join/", "/live/", ROOM, f"{ROOM}?quiet=1"])
def test_everybody_can_use_the_pages(browser_page, axe, path):
    browser_page.goto(path)
    axe(browser_page)
