"""Markdown to safe HTML: the one pipeline for everything that people write (safety 3.3).

CommonMark with raw HTML switched off, then an allow-list sanitiser. Either alone has had holes; both would have to
fail at once. Callers store what `render` returns and print it unescaped, and nothing else.
"""

from functools import lru_cache

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

# Raised whenever the rules below change, so that stored HTML can be found and rendered again.
VERSION = 2

# Longer texts are refused by the forms; here it bounds the work of nested quotes and link definitions.
MAX_LENGTH = 60_000

_TAGS = {
    "a", "blockquote", "br", "code", "em", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "s", "strong",
    "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
_ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}, "td": {"align"}, "th": {"align"}}
_SCHEMES = {"http", "https", "mailto"}


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "linkify": True, "breaks": True, "maxNesting": 20})
    parser.enable(["table", "strikethrough", "linkify"])
    parser.disable(["image"])
    if parser.linkify:
        parser.linkify.add("//", None)  # "// a remark" is no address
    parser.add_render_rule("heading_open", _heading)
    parser.add_render_rule("heading_close", _heading)
    return parser


def _heading(renderer: object, tokens: list, index: int, options: object, env: object) -> str:
    """A post sits below the page's own headings, so its first level is h3 (WCAG 1.3.1)."""
    token = tokens[index]
    level = min(int(token.tag[1]) + 2, 6)
    return f"<h{level}>" if token.nesting == 1 else f"</h{level}>\n"


def render(text: str) -> SafeString:
    """HTML of a text in Markdown, safe to print as it is. Text beyond MAX_LENGTH characters is left out."""
    dirty = _parser().render(text[:MAX_LENGTH])
    clean = nh3.clean(dirty, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes=_SCHEMES, link_rel="nofollow ugc noopener")
    return mark_safe(clean)  # noqa: S308


def to_text(text: str) -> str:
    """The words of a text in Markdown without its marks, on one line: for excerpts, search and subject lines."""
    bare = nh3.clean(_parser().render(text[:MAX_LENGTH]), tags=set())
    return " ".join(bare.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").replace("&quot;", '"').split())
