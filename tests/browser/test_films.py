"""A film made from stills plays, knows how long it is, and seeks by its chapters, in a real browser."""

from pathlib import Path

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from playwright.sync_api import Route

from cms import drawings, media, webm

SECONDS_EACH = 3
SCRIPT = Path(__file__).parents[2] / "community/static/js/film.js"


@pytest.fixture
def page(chromium, settings, tmp_path):
    """A page with the film block, whose film comes through the media view as a player asks for it."""
    settings.MEDIA_ROOT = tmp_path
    stills = [drawings.draw(kind, seed=3, size=(320, 180)) for kind in drawings.KINDS]
    (tmp_path / "media").mkdir()
    (tmp_path / "media/film.webm").write_bytes(webm.film(stills, SECONDS_EACH))
    page = chromium.new_page()
    page.route("http://film.test/**", _answer)
    page.goto("http://film.test/lesson#chapter-2")
    page.add_script_tag(path=SCRIPT, type="module")
    page.evaluate("document.querySelector('video').muted = true")
    return page


def _answer(route: Route) -> None:
    if "/media/" not in route.request.url:
        route.fulfill(content_type="text/html", body=_film_block())
        return
    asked = route.request.headers.get("range", "")
    request = RequestFactory().get("/media/media/film.webm", headers={"range": asked})
    response = media.media(request, "media/film.webm")
    route.fulfill(
        status=response.status_code, headers=dict(response.items()), body=b"".join(response.streaming_content)
    )


def _film_block() -> str:
    chapters = [{"start": f"0:{index * 3:02}", "seconds": index * 3, "title": "Part"} for index in range(5)]
    film = {
        "title": "A film",
        "url": "/media/film.webm",
        "sources": [{"src": "/media/film.webm", "type": "video/webm"}],
    }
    block = render_to_string("cms/blocks/film.html", {"value": {"film": film, "chapters": chapters}})
    return f'{block}<ol data-moments><li><a href="/media/film.webm#t=7" data-seconds="7">0:07</a></li></ol>'


def position(page) -> float:
    return page.evaluate("document.querySelector('video').currentTime")


def wait_for(page, condition: str) -> None:
    page.wait_for_function(f"(() => {{ const film = document.querySelector('video'); return {condition} }})()")


def test_the_film_knows_its_length_and_size(page):
    wait_for(page, "film.readyState >= 1")
    assert page.evaluate(
        "[film => film.duration, film => film.videoWidth].map(f => f(document.querySelector('video')))"
    ) == [15, 320]


def test_an_address_with_a_chapter_begins_there(page):
    wait_for(page, "film.readyState >= 2 && film.currentTime === 3")


def test_a_chapter_plays_from_its_second_on(page):
    wait_for(page, "film.readyState >= 1")
    page.click("a[href='#chapter-4']")
    wait_for(page, "film.currentTime > 9.2")
    assert position(page) < 12
    assert page.get_attribute("a[href='#chapter-4']", "aria-current") == "true"


def test_the_film_plays_to_its_end(page):
    wait_for(page, "film.readyState >= 1")
    page.evaluate("const film = document.querySelector('video'); film.currentTime = 14; film.play()")
    wait_for(page, "film.ended")
    assert position(page) == 15


def test_a_moment_beside_the_film_plays_it_there_and_can_be_shared(page):
    wait_for(page, "film.readyState >= 1")
    page.click("[data-moments] a")
    wait_for(page, "film.currentTime > 7.2")
    assert position(page) < 10
    assert page.url.endswith("/lesson#t=7")
    page.evaluate("location.hash = '#t=12'")
    wait_for(page, "film.currentTime >= 12")
