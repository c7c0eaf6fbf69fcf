"""The design system holds what it promises: contrast, weight, one sprite, components that say what they take."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import get_template
from django.urls import reverse

from community.styleguide import tokens
from community.styleguide.views import SECTIONS

pytestmark = pytest.mark.embedded

STATIC = Path(settings.BASE_DIR) / "community" / "static"
COMPONENTS = sorted((Path(settings.BASE_DIR) / "templates" / "ui").glob("*.html"))
SPRITE = (STATIC / "img" / "icons.svg").read_text(encoding="utf-8")
# Parts of the frame that stands around the style guide itself, parts of other components, and marks drawn by hand.
NOT_SHOWN_ALONE = {
    "account_links", "date_block", "field", "footer", "form", "form_errors", "head_links",
    "header_notifications", "live_now", "mark", "masthead", "messages", "nav_links", "page_head", "when", "wordmark",
}  # fmt: skip
ENGLISH_PAGE = ["source-sans-3-latin-wght-normal", "source-serif-4-latin-wght-normal"]
WITH_ITALICS = [*ENGLISH_PAGE, "source-sans-3-latin-wght-italic"]


@pytest.fixture
def page(client, db) -> str:
    return client.get(reverse("styleguide")).content.decode()


def test_the_style_guide_draws_every_component_from_its_own_file(page):
    for _, specimens in SECTIONS:
        for specimen in specimens:
            assert f"<code>{specimen.path}</code>" in page


def test_no_component_is_left_out_of_the_style_guide_and_none_is_excused_that_is_gone():
    shown = {specimen.path for _, specimens in SECTIONS for specimen in specimens}
    there = {f"ui/{path.name}" for path in COMPONENTS}
    excused = {f"ui/{name}.html" for name in NOT_SHOWN_ALONE}
    assert {path for path in shown if path.startswith("ui/")} == there - excused
    assert excused <= there
    assert len(shown) >= 20


def test_every_component_is_used_by_a_page_and_not_only_shown():
    used = "\n".join(
        path.read_text(encoding="utf-8")
        for root, kind in [("templates", "*.html"), ("community", "*.py")]
        for path in Path(settings.BASE_DIR, root).rglob(kind)
        if "styleguide" not in path.parts
    )
    assert [path.name for path in COMPONENTS if f'"ui/{path.name}"' not in used] == []


def test_the_style_guide_has_no_inline_style_and_no_inline_script(page):
    assert " style=" not in page
    assert not re.search(r"<script(?![^>]*\bsrc=)", page)
    assert not re.search(r"\son[a-z]+=", page)


@pytest.mark.parametrize("pair", tokens.pairs(), ids=lambda pair: f"{pair.text} on {pair.ground}")
def test_every_pair_of_colours_has_the_contrast_it_needs_in_both_modes(pair):
    assert pair.light >= pair.least
    assert pair.dark >= pair.least


def test_black_on_white_has_the_contrast_that_the_standard_gives():
    assert tokens.contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("path", COMPONENTS, ids=lambda path: path.name)
def test_a_component_says_at_its_top_what_it_is(path):
    assert path.read_text(encoding="utf-8").startswith("{#")


def test_every_icon_that_a_template_names_is_in_the_sprite():
    known = set(re.findall(r'<symbol id="([a-z0-9-]+)"', SPRITE))
    templates = Path(settings.BASE_DIR, "templates").rglob("*.html")
    named = {name for path in templates for name in re.findall(r'{% icon "([a-z0-9-]+)"', path.read_text("utf-8"))}
    assert named <= known, f"not in img/icons.svg: {', '.join(sorted(named - known))}"


def test_the_style_sheet_imports_every_file_and_only_files_that_exist():
    sheet = STATIC / "css" / "site.css"
    imported = set(re.findall(r'@import url\("([^"]+)"\) layer\(', sheet.read_text(encoding="utf-8")))
    there = {str(path.relative_to(STATIC / "css")) for path in (STATIC / "css").rglob("*.css")} - {
        "site.css",
        "quiet.css",
    }
    # quiet.css stands alone, for readers who want nothing else
    assert imported == there


def test_the_fonts_of_an_english_page_weigh_less_than_120_kilobytes():
    def weight(names):
        return sum(next(STATIC.glob(f"vendor/*/{name}.woff2")).stat().st_size for name in names)

    assert weight(ENGLISH_PAGE) < 90_000
    assert weight(WITH_ITALICS) < 120_000


def test_the_page_for_our_own_mistakes_asks_the_database_nothing(client, rf, django_assert_num_queries, db):
    with django_assert_num_queries(0):
        text = get_template("errors/500.html").render({}, rf.get("/"))
    assert "Something broke on our side" in text


@pytest.mark.parametrize("number", ["400", "403", "404", "429", "csrf"])
def test_every_other_error_page_offers_a_search_and_a_way_back(rf, number):
    text = get_template(f"errors/{number}.html").render({}, rf.get("/"))
    assert 'action="/search/"' in text
    assert 'href="/"' in text
