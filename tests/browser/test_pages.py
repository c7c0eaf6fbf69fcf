"""What every page promises: it can be used by everybody, on any screen, with and without scripts."""

import pytest

from community.demo.logins import LOGINS

LESSON = "/training/cluster-management-for-smart-industry/internationalisation/building-c2c-relations/"
TALK = "/talks/eu-clusters-talk/cluster-management-101/"
PAGES = [
    "/", "/training/", "/training/cluster-management-101/", LESSON, "/talks/", TALK, "/live/", "/live/drop-in-clinic/",
    "/forum/", "/forum/topic/7-x/", "/search/?q=members", "/editions/academy-5/", "/members/2/", "/privacy/",
    "/account/login/", "/account/signup/", "/account/password/reset/", "/styleguide/", "/nowhere/",
]  # fmt: skip


@pytest.fixture(params=PAGES)
def path(request):
    return request.param


def open_page(page, path):
    response = page.goto(path)
    assert response.status == (404 if path == "/nowhere/" else 200)
    return page


def test_a_page_has_a_title_one_heading_and_no_barrier_in_light_or_dark(browser_page, axe, path):
    page = open_page(browser_page, path)
    assert page.title()
    assert page.locator("h1").count() == 1
    axe(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_page_fits_the_narrowest_screen(new_visit, path, scheme):
    """WCAG 2.2, 1.4.10 (reflow): nothing to scroll sideways at 320 CSS pixels."""
    page = open_page(new_visit(viewport={"width": 320, "height": 640}, color_scheme=scheme).page, path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("path", [path for path in PAGES if path != "/styleguide/"])  # which has a mistake to go to
def test_the_first_tab_stop_leads_to_the_content(browser_page, path):
    """WCAG 2.2, 2.4.1 (bypass blocks)."""
    page = open_page(browser_page, path)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.closest('main, body').tagName") == "MAIN"


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
    page = open_page(browser_page, "/account/login/")
    page.get_by_label("E-mail").fill("participant@example.org")
    page.get_by_role("textbox", name="Password").fill("not this one")
    page.locator("form:has(input[type=password]) button[type=submit]").click()
    assert page.get_by_label("E-mail").input_value() == "participant@example.org"
    assert page.locator("[role=alert], .errorlist, .form-errors").first.is_visible()
