"""The forum in a browser: nothing that people write runs, the preview is the post, one click is one post."""

import pytest

from tests.browser.forum_world import EVIL_SUBJECT, FORUM

pytestmark = pytest.mark.browser

CANARY = "window.sung = 0; window.canary = () => { window.sung += 1; };"


def open_topic(page, subject):
    page.goto("/forum/")
    page.get_by_role("link", name=FORUM, exact=True).click()
    page.get_by_role("link", name=subject, exact=True).click()
    page.wait_for_url("**/forum/topic/**")


@pytest.mark.parametrize("number", [1, 2])
def test_nothing_that_was_written_runs(browser_page, number):
    browser_page.add_init_script(CANARY)
    open_topic(browser_page, EVIL_SUBJECT)
    browser_page.goto(f"{browser_page.url}?page={number}")
    assert browser_page.locator("h1").inner_text() == EVIL_SUBJECT
    body = browser_page.locator(".post__body")
    assert body.count() > 0
    schemes = body.locator("a[href]").evaluate_all("links => links.map(link => link.protocol)")
    assert set(schemes) <= {"http:", "https:", "mailto:"}
    body.first.hover()
    assert browser_page.evaluate("window.sung") == 0
    assert body.locator("img, script, style, iframe, svg, form, input").count() == 0


def test_the_preview_comes_without_leaving_the_page_and_runs_nothing(browser_page, sign_in):
    page = browser_page
    page.add_init_script(CANARY)
    sign_in(page, "speaker@example.org")
    open_topic(page, "Members who do not pay")
    address = page.url
    page.get_by_label("Your reply").fill("So **bold** <img src=x onerror=canary()>")
    page.get_by_role("button", name="Preview").click()
    preview = page.locator("[data-preview-body]")
    preview.locator("strong").wait_for()
    assert preview.inner_text() == "So bold <img src=x onerror=canary()>"
    assert page.url == address
    assert page.evaluate("window.sung") == 0


def test_the_preview_works_without_a_script(new_visit, sign_in):
    page = new_visit(java_script_enabled=False).page
    sign_in(page, "speaker@example.org")
    open_topic(page, "Members who do not pay")
    page.get_by_label("Your reply").fill("So **bold**")
    page.get_by_role("button", name="Preview").click()
    assert page.locator("[data-preview-body] strong").inner_text() == "bold"
    assert page.get_by_label("Your reply").input_value() == "So **bold**"


def test_a_double_click_is_one_post(browser_page, sign_in):
    page = browser_page
    sign_in(page, "participant@example.org")
    open_topic(page, "Members who do not pay")
    page.get_by_label("Your reply").fill("Clicked twice, said once")
    page.get_by_role("button", name="Post your reply").dblclick()
    page.wait_for_url("**#post-*")
    assert page.get_by_text("Clicked twice, said once").count() == 1


def test_what_is_wrong_is_said_at_its_field_and_the_text_stays(browser_page, sign_in):
    page = browser_page
    sign_in(page, "participant@example.org")
    open_topic(page, "Members who do not pay")
    page.get_by_label("Your reply").fill("x")
    page.get_by_role("button", name="Post your reply").click()
    page.get_by_text("Write at least 2 characters.").wait_for()
    assert page.get_by_label("Your reply").input_value() == "x"


def test_the_pages_have_no_barrier(browser_page, sign_in, axe):
    page = browser_page
    sign_in(page, "moderator@example.org")
    page.goto("/forum/")
    axe(page)
    page.get_by_role("link", name=FORUM, exact=True).click()
    axe(page)
    page.get_by_role("link", name="Start a topic").click()
    axe(page)
    open_topic(page, "Members who do not pay")
    axe(page)


@pytest.mark.parametrize("subject", ["", "Members who do not pay", EVIL_SUBJECT])
def test_a_page_fits_the_narrowest_screen(new_visit, subject):
    page = new_visit(viewport={"width": 320, "height": 700}).page
    open_topic(page, subject) if subject else page.goto("/forum/")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
