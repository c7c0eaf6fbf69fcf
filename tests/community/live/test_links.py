"""Addresses in messages: what becomes a link, and that nothing else does. tests/browser asks the script the same."""

import json
import re
from html import unescape
from pathlib import Path

import pytest
from django.template import Context, Template

from community.lib.links import pieces

CASES = json.loads((Path(__file__).parent / "links.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("text", "addresses"), CASES)
def test_addresses_are_found(text, addresses):
    found = list(pieces(text))
    assert [piece for piece, is_address in found if is_address] == addresses
    assert "".join(piece for piece, _ in found) == text


@pytest.mark.parametrize(("text", "addresses"), CASES)
def test_the_page_shows_links_and_escapes_the_rest(text, addresses):
    html = Template("{% load live %}{{ text|linked }}").render(Context({"text": text}))
    tags = re.findall(r"<[^>]*>", html)
    assert len(tags) == 2 * len(addresses)
    for tag, address in zip(tags[::2], addresses, strict=True):
        href = re.fullmatch(r'<a href="([^"]*)" rel="nofollow ugc noopener noreferrer" target="_blank">', tag)
        assert href
        assert unescape(href[1]) == address
    assert unescape(re.sub(r"<[^>]*>", "", html)) == text


def test_a_long_text_of_addresses_takes_no_time():
    text = ("https://" + "a." * 250)[:500] + "https://" + "(" * 500
    assert "".join(piece for piece, _ in pieces(text * 20)) == text * 20


def test_an_endless_address_stays_text():
    assert list(pieces("https://example.org/" + "a" * 600)) == [("https://example.org/" + "a" * 600, False)]
