"""What every page promises: it can be used by everybody, on any screen, with and without scripts."""

import pytest

from community.demo.logins import LOGINS
from tests.browser.conftest import Visit

LESSON = "/training/cluster-management-for-smart-industry/internationalisation/building-c2c-relations/"
TALK = "/talks/eu-clusters-talk/cluster-management-101/"
PAGES = [
    "/", "/training/", "/training/cluster-management-101/", LESSON, "/talks/", TALK, "/live/", "/live/drop-in-clinic/",
    "/forum/", "/forum/topic/7-x/", "/search/?q=members", "/editions/academy-5/", "/members/2/", "/privacy/",
    "/account/login/", "/account/signup/", "/account/password/reset/", "/styleguide/", "/api/v1/", "/nowhere/",
]  # fmt: skip


@pytest.fixture(scope="module", params=PAGES)
def shown(chromium, site, request):
    """One of the pages, loaded once for all that is asked of it here, on the narrowest screen."""
    visit = Visit(chromium, site, viewport=NARROW)
    response = visit.page.goto(request.param)
    assert response.status == (404 if request.param == "/nowhere/" else 200)
    yield visit.page
    visit.context.close()
    assert not visit.wrongs, "\n".join(visit.wrongs)


NARROW, WIDE = {"width": 320, "height": 640}, {"width": 1280, "height": 720}


def test_a_page_fits_the_narrowest_screen(shown):
    """WCAG 2.2, 1.4.10 (reflow): nothing to scroll sideways at 320 CSS pixels."""
    for scheme in ("light", "dark"):
        shown.emulate_media(color_scheme=scheme)
        assert shown.evaluate("document.documentElement.scrollWidth") <= 320, scheme


def test_the_first_tab_stop_leads_to_the_content(shown):
    """WCAG 2.2, 2.4.1 (bypass blocks)."""
    if shown.url.endswith("/styleguide/"):
        return  # which has a mistake to go to
    shown.set_viewport_size(WIDE)
    shown.keyboard.press("Tab")
    shown.keyboard.press("Enter")
    assert shown.evaluate("document.activeElement.closest('main, body').tagName") == "MAIN"


def test_a_page_has_a_title_one_heading_and_no_barrier_in_light_or_dark(shown, axe):
    shown.set_viewport_size(WIDE)
    assert shown.title()
    assert shown.locator("h1").count() == 1
    axe(shown)


@pytest.mark.parametrize("email", [email for _, email in LOGINS])
def test_each_login_of_the_demo_world_signs_in(browser_page, sign_in, email):
    sign_in(browser_page, email)
    browser_page.goto("/notifications/")
    assert browser_page.url.endswith("/notifications/")


def test_a_member_signs_in_without_scripts(new_visit, sign_in):
    page = new_visit(java_script_enabled=False).page
    sign_in(page, "participant@example.org", fresh=True)
    page.goto("/notifications/")
    assert page.url.endswith("/notifications/")


def test_a_wrong_password_keeps_the_address_and_says_what_to_do(browser_page):
    page = browser_page
    page.goto("/account/login/")
    page.get_by_label("E-mail").fill("participant@example.org")
    page.get_by_role("textbox", name="Password").fill("not this one")
    page.locator("form:has(input[type=password]) button[type=submit]").click()
    assert page.get_by_label("E-mail").input_value() == "participant@example.org"
    assert page.locator("[role=alert], .errorlist, .form-errors").first.is_visible()
