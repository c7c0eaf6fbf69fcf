"""The small scripts that every page may use, tried out on the style guide and the account pages."""

import pytest
from playwright.sync_api import expect


@pytest.mark.parametrize(
    ("zone", "hint"), [("Asia/Tokyo", "16:30 your time"), ("Atlantic/Reykjavik", "07:30 your time")]
)
def test_a_reader_far_away_sees_the_own_time_beside_that_of_brussels(new_visit, zone, hint):
    page = new_visit(timezone_id=zone).page
    page.goto("/styleguide/")
    row = page.locator(".event-row", has_text="Strasbourg and online")
    expect(row.locator(".when")).to_contain_text("08:30 Brussels time (CET, UTC+1)")
    expect(row.locator(".local-time")).to_have_text(hint)


def test_a_reader_in_the_same_zone_and_a_talk_that_is_over_get_no_second_time(new_visit):
    page = new_visit(timezone_id="Europe/Warsaw").page
    page.goto("/styleguide/")
    assert page.locator(".event-row", has_text="Strasbourg and online").locator(".local-time").count() == 0
    away = new_visit(timezone_id="Asia/Tokyo").page
    away.goto("/styleguide/")
    assert away.locator(".event-row", has_text="Cluster management 101").locator(".local-time").count() == 0


def test_a_password_can_be_looked_at_and_is_hidden_again_when_it_is_sent(browser_page):
    browser_page.goto("/account/login/")
    box = browser_page.locator("input[name=password]")
    box.fill("three plain words")
    browser_page.get_by_role("button", name="Show the password").click()
    expect(box).to_have_attribute("type", "text")
    browser_page.get_by_role("button", name="Hide the password").click()
    expect(box).to_have_attribute("type", "password")


def test_a_menu_closes_on_escape_and_gives_the_focus_back(browser_page):
    browser_page.goto("/styleguide/")
    menu = browser_page.locator("#account_menu details")
    menu.locator("summary").press("Enter")
    expect(menu).to_have_js_property("open", True)
    menu.get_by_role("link", name="Password").focus()
    browser_page.keyboard.press("Escape")
    expect(menu).to_have_js_property("open", False)
    expect(menu.locator("summary")).to_be_focused()


def test_the_menu_of_a_small_screen_needs_no_script(new_visit):
    page = new_visit(java_script_enabled=False, viewport={"width": 360, "height": 740}).page
    page.goto("/account/login/")
    page.get_by_text("Menu", exact=True).click()
    expect(page.locator(".masthead__sheet").get_by_role("link", name="Training")).to_be_visible()


def test_what_went_wrong_takes_the_focus(browser_page):
    browser_page.goto("/account/login/")
    browser_page.get_by_label("E-mail").fill("nobody@example.org")
    browser_page.locator("input[name=password]").fill("not this one")
    browser_page.locator("input[name=password]").press("Enter")
    expect(browser_page.locator(".form-errors")).to_be_focused()


def test_leaving_a_half_filled_form_asks_first(browser_page):
    asked = []
    browser_page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    browser_page.goto("/account/signup/")
    browser_page.get_by_label("Your name").press_sequentially("Zofia")
    browser_page.goto("/account/login/")
    assert asked == ["beforeunload"]


def test_an_english_page_fetches_less_than_120_kilobytes_of_fonts(browser_page):
    weights = []
    browser_page.on("response", lambda answer: answer.url.endswith(".woff2") and weights.append(len(answer.body())))
    browser_page.goto("/account/signup/", wait_until="networkidle")
    assert 0 < sum(weights) < 120_000
