"""A walk through the demo world, as each kind of visitor: every link leads somewhere, every page is drawn by us."""

import re
from collections import Counter, deque
from html import unescape
from pathlib import Path
from urllib.parse import parse_qsl, urljoin, urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.signals import template_rendered
from django.urls import resolve

from community.demo.logins import LOGINS
from community.people.models import User
from tests.architecture.source import TEMPLATES
from tests.database import copy_demo

pytestmark = pytest.mark.slow

ALIKE = 3  # pages of one shape, such as the 400 forms to report a post
START = [
    "/",
    "/forum/",
    "/live/",
    "/editions/",
    "/search/?q=cluster",
    "/account/login/",
    "/account/email/",
    "/moderation/",
]
FOR_SOME = {"/account/email/", "/moderation/"}  # answers with 404, or asks to sign in, for who may not enter
OUTSIDE = ("/cms/", "/static/", "/media/", "/documents/", "/account/logout/")
FRAGMENT = re.compile(r"/django/forms/(widgets|errors)/|/wagtailcore/shared/richtext\.html$")  # engines' own, and plain
TEMPLATE = re.compile(r"<template\b.*?</template>", re.DOTALL)  # what scripts clone has no addresses of its own yet
LINK = re.compile(r"<a\b[^>]*\shref=\"([^\"#]+)")


@pytest.fixture
def demo_world(transactional_db, tmp_path, settings):
    """The demo world as the database of one test."""
    if connection.vendor != "sqlite":
        pytest.skip("the walk is the same on every database")
    usual = connection.settings_dict["NAME"]
    copy_demo(tmp_path)
    settings.MEDIA_ROOT = tmp_path / "media"
    connection.close()
    connection.settings_dict["NAME"] = str(tmp_path / "site.sqlite3")
    yield
    connection.close()
    connection.settings_dict["NAME"] = usual


@pytest.fixture
def drawn_with():
    """The files of all templates that were rendered."""
    origins: set[str] = set()

    def note(template, **_):
        origins.add(template.origin.name)

    template_rendered.connect(note)
    yield origins
    template_rendered.disconnect(note)


def visitor(login: str) -> Client:
    client = Client(raise_request_exception=True)
    if login:
        client.force_login(User.objects.get(email=login), "community.people.backends.Members")
    return client


def walk(client: Client) -> dict[str, tuple[int, str]]:
    """Follow every link once, of each shape a few. Returns for each address its answer and the page that led there."""
    found: dict[str, tuple[int, str]] = {}
    seen: Counter[str] = Counter()
    waiting = deque((start, "the test") for start in START)
    while waiting:
        address, origin = waiting.popleft()
        if address in found or seen[shape(address)] >= ALIKE:
            continue
        seen[shape(address)] += 1
        response = client.get(address)
        found[address] = (response.status_code, origin)
        if "text/html" in response.headers.get("Content-Type", ""):
            waiting.extend((link, address) for link in links(address, response.content.decode()))
    return found


def shape(address: str) -> str:
    """The route and the names in its query: `forum:topic?page`. Lessons and talks are each a shape of their own."""
    link = urlsplit(address)
    route = resolve(link.path).view_name
    place = link.path if route.startswith("wagtail_serve") else route
    return place + "?" + "&".join(sorted({name for name, _ in parse_qsl(link.query)}))


def links(page: str, html: str) -> list[str]:
    leads_to = (urlsplit(urljoin(page, unescape(link))) for link in LINK.findall(TEMPLATE.sub("", html)))
    inside = (
        link._replace(fragment="").geturl() for link in leads_to if not link.netloc and link.scheme in {"", "http"}
    )
    return [link for link in inside if link.startswith("/") and not link.startswith(OUTSIDE)]


@pytest.mark.parametrize("login", ["", *(email for _, email in LOGINS)], ids=["guest", *(role for role, _ in LOGINS)])
def test_every_link_leads_somewhere_and_every_page_is_ours(demo_world, drawn_with, login):
    found = walk(visitor(login))
    broken = {address: answer for address, answer in found.items() if answer[0] >= 400 and address not in FOR_SOME}
    assert not broken
    assert len(found) > 100
    foreign = [name for name in drawn_with if TEMPLATES not in Path(name).parents and not FRAGMENT.search(name)]
    assert not foreign
