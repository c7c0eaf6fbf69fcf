"""Markdown to safe HTML: the one pipeline for everything that people write (safety 3.3).

CommonMark with raw HTML switched off, then an allow-list sanitiser. Either alone has had holes; both would have to
fail at once. Callers store what `render` returns and print it unescaped, and nothing else.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import urljoin

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, table
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.linkify import linkify

# Raised whenever the rules below change, so that stored HTML can be found and rendered again.
VERSION = 4

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
_PICTURE_ATTRIBUTES = {"src", "alt", "width", "height", "loading"}
_ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}, "td": {"align"}, "th": {"align"}}
_SCHEMES = {"http", "https", "mailto"}
_CLASSES = {"a": {"mention"}}

# What somebody is called after an @: words joined by hyphens, perhaps with a number where two share a name.
_HANDLE = re.compile(r"@([^\W_](?:[\w'’.-]{0,90}\w)?(?:~\d{1,12})?)")
_PICTURE = re.compile(r"!\[([^\[\]\n]{0,300})\]\(([^()\s<>]{1,200})\)")
_DRAWN_PICTURE = re.compile(r'<img\b[^>]*?\balt="([^"]*)"[^>]*>')


@dataclass(frozen=True)
class Named:
    """A person whom a text names: the page and the name to print."""

    url: str
    name: str


@dataclass(frozen=True)
class Known:
    """What one text may refer to, as its caller has checked. Anything else in it stays plain text or a link.

    `people` goes by handle, without the @; `pictures` by address, with width and height in pixels.
    """

    people: Mapping[str, Named] = field(default_factory=dict)
    pictures: Mapping[str, tuple[int, int]] = field(default_factory=dict)


NOTHING = Known()


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "linkify": True, "breaks": True, "maxNesting": 20})
    parser.enable(["table", "strikethrough", "linkify"])
    parser.disable(["image"])
    parser.inline.ruler.at("linkify", _address)
    parser.inline.ruler.before("link", "picture", _picture)
    parser.inline.ruler.before("link", "mention", _mention)
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


def _mention(state: StateInline, silent: bool) -> bool:
    """An @ with a handle: a link where the person is known. Not in the middle of a word, as in an e-mail address."""
    found = _HANDLE.match(state.src, state.pos)
    if found is None or (state.pos > 0 and (state.src[state.pos - 1].isalnum() or state.src[state.pos - 1] in "_/")):
        return False
    if not silent:
        _push_mention(state, found.group(1))
    state.pos = found.end()
    return True


def _push_mention(state: StateInline, handle: str) -> None:
    state.env.setdefault("handles", {})[handle] = None
    person = _known(state).people.get(handle)
    if person is None or state.linkLevel:
        state.push("text", "", 0).content = f"@{handle}"
        return
    state.push("link_open", "a", 1).attrs = {"href": person.url, "class": "mention"}
    state.push("text", "", 0).content = f"@{person.name}"
    state.push("link_close", "a", -1)


def _picture(state: StateInline, silent: bool) -> bool:
    """A picture that the caller knows, linked to itself so that it can be looked at in full."""
    found = _PICTURE.match(state.src, state.pos)
    if found is None:
        return False
    words, address = found.groups()
    size = _known(state).pictures.get(address)
    if size is None and not state.env.get("words_only"):
        return False
    if not silent:
        if size is None:
            state.push("text", "", 0).content = words
        else:
            _push_picture(state, words, address, size)
    state.pos = found.end()
    return True


def _push_picture(state: StateInline, words: str, address: str, size: tuple[int, int]) -> None:
    linked = not state.linkLevel
    if linked:
        state.push("link_open", "a", 1).attrs = {"href": address}
    token = state.push("picture", "img", 0)
    width, height = size
    token.attrs = {"src": address, "alt": words, "width": width, "height": height, "loading": "lazy"}
    if linked:
        state.push("link_close", "a", -1)


def _known(state: StateInline) -> Known:
    known: Known = state.env.get("known", NOTHING)
    return known


def render(text: str, known: Known = NOTHING) -> SafeString:
    """HTML of a text in Markdown, safe to print as it is. Text beyond MAX_LENGTH characters is left out."""
    dirty = _parser().render(text[:MAX_LENGTH], {"known": known})
    tags, attributes = _TAGS, _ATTRIBUTES
    if known.pictures:
        tags, attributes = tags | {"img"}, {**attributes, "img": _PICTURE_ATTRIBUTES}
    clean = nh3.clean(
        dirty,
        tags=tags,
        attributes=attributes,
        attribute_filter=_only(known.pictures) if known.pictures else None,
        allowed_classes=_CLASSES,
        url_schemes=_SCHEMES,
        link_rel="nofollow ugc noopener",
    )
    return mark_safe(clean)  # noqa: S308


def _only(pictures: Mapping[str, object]) -> Callable[[str, str, str], str | None]:
    """The sanitiser's own look at pictures: none but those that the caller has named."""

    def check(tag: str, attribute: str, value: str) -> str | None:
        return None if tag == "img" and attribute == "src" and value not in pictures else value

    return check


@lru_cache(maxsize=32)  # a new post needs them for the search, for the inbox and for mails
def to_text(text: str) -> str:
    """The words of a text in Markdown without its marks, on one line: for excerpts, search and subject lines."""
    bare = nh3.clean(_parser().render(text[:MAX_LENGTH], {"words_only": True}), tags=set())
    return " ".join(bare.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").replace("&quot;", '"').split())


def handles(text: str) -> list[str]:
    """The handles after an @ in a text, each once, in reading order; none of those inside code."""
    if "@" not in text:
        return []
    env: dict[str, dict[str, None]] = {}
    _parser().parse(text[:MAX_LENGTH], env)
    return list(env.get("handles", {}))


def for_mail(html: str, home: str) -> SafeString:
    """What `render` returned, once more through the sanitiser for a mail: addresses whole, pictures by their words."""
    named = _DRAWN_PICTURE.sub(lambda found: f"[{found[1]}]" if found[1] else "", html)

    def whole(tag: str, name: str, value: str) -> str:
        return urljoin(f"{home}/", value) if name == "href" else value

    clean = nh3.clean(
        named, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes=_SCHEMES, link_rel="noopener", attribute_filter=whole
    )
    return mark_safe(clean)  # noqa: S308
