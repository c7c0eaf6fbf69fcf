"""Markdown to safe HTML: the one pipeline for everything that people write (safety 3.3).

CommonMark with raw HTML switched off, then an allow-list sanitiser. Either alone has had holes; both would have to
fail at once. Callers store what `render` returns and print it unescaped, and nothing else.
"""

from functools import lru_cache

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, table
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.linkify import linkify

# Raised whenever the rules below change, so that stored HTML can be found and rendered again.
VERSION = 3

# Longer texts are refused by the forms; here it bounds the work of nested quotes and link definitions.
MAX_LENGTH = 60_000

# Cells of all tables of one text. A row of one sign is filled up to the columns of its table, so that without this a
# short text could become a very long page.
MAX_CELLS = 5_000

# Bare addresses of one text that are read letter by letter, with every * and _ in them: at each "://" the library
# copies and searches all the rest of the text. Those after them become links in the finished text, which costs less.
MAX_ADDRESSES = 100

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
    parser.inline.ruler.at("linkify", _address)
    parser.block.ruler.at("table", _table, {"alt": ["paragraph", "reference"]})
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


def _address(state: StateInline, silent: bool) -> bool:
    """A bare address, one of the first of its text."""
    if not state.src.startswith("://", state.pos):
        return False
    tried = state.env["addresses"] = state.env.get("addresses", 0) + 1
    return tried <= MAX_ADDRESSES and linkify(state, silent)


def _table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A table, as long as its text has cells left; what comes after them is plain text."""
    if start + 2 > end:
        return False
    columns = state.src[state.bMarks[start + 1] : state.eMarks[start + 1]].strip(" \t|").count("|") + 1
    left = MAX_CELLS - state.env.get("cells", 0)
    rows = left // columns  # the header is one of them
    if not rows or not table(state, start, min(end, start + 1 + rows), silent):
        return False
    if not silent:
        state.env["cells"] = MAX_CELLS - left + columns * (state.line - start - 1)
    return True


def render(text: str) -> SafeString:
    """HTML of a text in Markdown, safe to print as it is. Text beyond MAX_LENGTH characters is left out."""
    dirty = _parser().render(text[:MAX_LENGTH])
    clean = nh3.clean(dirty, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes=_SCHEMES, link_rel="nofollow ugc noopener")
    return mark_safe(clean)  # noqa: S308


def to_text(text: str) -> str:
    """The words of a text in Markdown without its marks, on one line: for excerpts, search and subject lines."""
    bare = nh3.clean(_parser().render(text[:MAX_LENGTH]), tags=set())
    return " ".join(bare.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").replace("&quot;", '"').split())
