"""What the Content-Security-Policy forbids in a browser is found here first; and nothing reaches a page unescaped."""

import re

import pytest

from tests.architecture.source import PACKAGES, files, lines

IN_TEMPLATES = {
    "a script without a file": r"<script(?![^>]*\bsrc=)(?![^>]*application/(ld\+)?json)",
    "a style sheet without a file": r"<style\b",
    "a style attribute": r"<[^>]*\sstyle\s*=",
    "a handler attribute": r"<[^>]*\son[a-z]+\s*=",
    "a script as an address": r"javascript:",
    "a file from another host": r"<(script|link|img|source|video|audio|iframe|object|embed)\b[^>]*\s(src|href)=[\"']?(https?:)?//",  # noqa: E501
}  # fmt: skip

IN_SCRIPTS = {
    "markup from text": r"\b(innerHTML|outerHTML|insertAdjacentHTML|setHTMLUnsafe|createContextualFragment)\b",
    "code from text": r"\beval\s*\(|\bnew Function\b|\bset(Timeout|Interval)\s*\(\s*[\"'`]",
    "a page written while it loads": r"\bdocument\.write",
    "another host": r"[\"'`](https?:)?//(?!www\.w3\.org/)",
}

# Each of these has been looked at: the text is written by us, or has been through the sanitiser.
UNESCAPED = {
    ("templates/ui/field.html", "field.help_text|safe"),  # Django's own help texts hold lists
    ("community/lib/markdown.py", "mark_safe(clean)"),  # the sanitiser's answer
    ("community/live/registry.py", 'mark_safe("".join(parts))'),  # rendered templates, escaped by the engine
    ("forum/views/drawing.py", "mark_safe(mould.filled(own).decode())"),  # drawn by a template, tokens put in
    ("community/freshness/moulds.py", 'SafeString(f"{_MARK}-{name}-")'),  # letters and digits
    ("community/templatetags/ui.py", "return SafeString(' aria-current="),  # one of two constants
}


# Mail programs fetch no style sheet, and know no Content-Security-Policy.
MAIL_STYLE = "templates/notifications/mail_style.html"


@pytest.mark.parametrize("what", IN_TEMPLATES)
def test_no_template_holds(what):
    found = [place for place, line in lines(files("templates", suffix=".html")) if re.search(IN_TEMPLATES[what], line)]
    assert not [place for place in found if not (what == "a style sheet without a file" and MAIL_STYLE in str(place))]


@pytest.mark.parametrize("what", IN_SCRIPTS)
def test_no_script_makes(what):
    scripts = lines(files("community/static/js", suffix=".js"))
    assert not [place for place, line in scripts if re.search(IN_SCRIPTS[what], line)]


def test_no_style_sheet_asks_another_host():
    sheets = lines(files("community/static/css", suffix=".css"))
    assert not [place for place, line in sheets if re.search(r"(url\(|@import)\s*[\"']?(https?:)?//", line)]


def test_whatever_skips_escaping_has_been_looked_at():
    pattern = re.compile(r"\|\s*safe(seq)?\b|autoescape off|\bmark_safe\(|\bSafeString\(")
    written = lines([*files(*PACKAGES, suffix=".py"), *files("templates", suffix=".html")])
    found = [(place.rpartition(":")[0], line.strip()) for place, line in written if pattern.search(line)]
    assert not [(file, line) for file, line in found if not any(file == f and part in line for f, part in UNESCAPED)]
