"""A film made from stills plays, knows how long it is, and seeks: in a real browser, through the Range view."""

import pytest
from playwright.sync_api import Page, sync_playwright

from cms import drawings, webm

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

CHROMIUM = "/usr/bin/chromium"


@pytest.fixture
def page():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser.new_page()
        browser.close()
