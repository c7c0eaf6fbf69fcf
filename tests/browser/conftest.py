"""A real site, a real browser, and pages that watch themselves.

A page fails its test when the console complains (so does the Content-Security-Policy there), when a script breaks, or
when anything is asked of another host.
"""

from collections.abc import Callable
from contextlib import ExitStack
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Response, expect

from community.demo.logins import PASSWORD
from tests.browser.forum_world import add_forum
from tests.site import Site, start_site

PARTS = {"stylesheet", "script", "image", "font", "media", "manifest", "texttrack"}
INERT = {"about", "blob", "data"}  # addresses that reach nobody
PATIENCE = 20_000  # milliseconds: what is to come comes at once, but not on a machine that is busy with other things
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def site(django_db_blocker):
    """The site under test: the demo world, and a forum with everything that people try to write."""
    running = start_site(demo=True)
    try:
        with django_db_blocker.unblock():
            running.do(add_forum)
        yield running
        assert "Traceback" not in running.log(), running.log()
    finally:
        running.close()


@pytest.fixture
def do(site, django_db_blocker) -> Callable:
    """`do(make_talk, series, "Who pays?")`: that function, called on the database of the site."""

    def call(function: Callable, *arguments):
        with django_db_blocker.unblock():
            return site.do(function, *arguments)

    return call


class Visit:
    """One visitor: a browser without a past, whose pages write down what went wrong."""

    def __init__(self, browser: Browser, site: Site, **options) -> None:
        self.context: BrowserContext = browser.new_context(base_url=site.url, locale="en-GB", **options)
        self.context.set_default_timeout(PATIENCE)
        self.host = urlsplit(site.url).netloc
        self.wrongs: list[str] = []
        self.context.on("page", self._watch)
        self.page: Page = self.context.new_page()

    def _watch(self, page: Page) -> None:
        page.on("console", self._listen)
        page.on("response", self._check)
        page.on("pageerror", lambda error: self.wrongs.append(f"script: {error}"))
        page.on("request", lambda request: self._look_at(request.url))

    def _listen(self, line: ConsoleMessage) -> None:
        if line.type == "error" and not line.text.startswith("Failed to load resource"):
            self.wrongs.append(f"console: {line.text}")

    def _check(self, response: Response) -> None:
        """A page or a form may well be refused; its parts may not be missing."""
        if response.status >= 400 and response.request.resource_type in PARTS:
            self.wrongs.append(f"{response.status}: {response.url}")

    def _look_at(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in INERT and parts.netloc != self.host:
            self.wrongs.append(f"asked another host: {url}")


@pytest.fixture
def new_visit(chromium, site, request, tmp_path):
    """Another visitor: `new_visit()` or, say, `new_visit(java_script_enabled=False)`."""
    visits: list[Visit] = []

    def make(**options) -> Visit:
        visits.append(Visit(chromium, site, **options))
        return visits[-1]

    with ExitStack() as ending:
        for_failure = ending.callback
        yield make
        for number, visit in enumerate(visits):
            for_failure(visit.context.close)
            if visit.wrongs or request.node.stash.get(FAILED, False):
                _keep(visit.page, tmp_path, number)
        wrongs = [wrong for visit in visits for wrong in visit.wrongs]
        assert not wrongs, "\n".join(wrongs)


FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    outcome = yield
    if call.when == "call":
        item.stash[FAILED] = outcome.get_result().failed


def _keep(page: Page, folder, number: int) -> None:
    """What the page looked like, for whoever looks into the failure."""
    page.screenshot(path=folder / f"page-{number}.png", full_page=True)
    (folder / f"page-{number}.html").write_text(page.content())
    print(f"The page as it was: {folder}")


@pytest.fixture
def browser_page(new_visit) -> Page:
    """A guest's page."""
    return new_visit().page


@pytest.fixture(scope="session")
def cookies_of():
    """The cookies of those who have signed in already: the site counts how often somebody tries."""
    return {}


@pytest.fixture
def sign_in(cookies_of):
    """`sign_in(page, "moderator@example.org")`, through the form like everybody the first time.

    A test that signs out asks for `fresh=True`, or it would sign the others out too.
    """

    def enter(page: Page, email: str, password: str = PASSWORD, *, fresh: bool = False) -> None:
        if email in cookies_of and not fresh:
            page.context.add_cookies(cookies_of[email])
            return
        page.goto("/account/login/")
        page.get_by_label("E-mail").fill(email)
        page.get_by_role("textbox", name="Password").fill(password)
        page.locator("form:has(input[type=password]) button[type=submit]").click()
        page.wait_for_url(lambda url: "/account/login/" not in url)
        if not fresh:
            cookies_of[email] = page.context.cookies()

    return enter


@pytest.fixture
def axe():
    """`axe(page)`: no violation of WCAG 2.2 A and AA in light and in dark, as far as a machine can tell."""
    checker = Axe()

    def check(page: Page) -> None:
        for scheme, rules in (("light", AXE_RULES), ("dark", RULES_ABOUT_COLOURS)):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            found = checker.run(page, options={"runOnly": rules})
            assert not found.violations_count, f"in {scheme}:\n{found.generate_report()}"

    return check


AXE_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RULES_ABOUT_COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}  # the rest is the same HTML
