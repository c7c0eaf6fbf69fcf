"""The text part of a mail, made from its HTML, so that both say the same.

Meant for the HTML of our own templates and of our sanitiser: paragraphs, headings, lists, quotes, code, links, tables.
"""

from html.parser import HTMLParser

_BLOCKS = {"p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "ul", "ol", "table", "section", "body"}
_TIGHT = {"li", "tr"}
_SIGNATURE = "-- "  # below it, mail programs know, stands what belongs to no letter
_SILENT = {"head", "style", "title", "script"}


def from_html(html: str) -> str:
    """The words of the page, a blank line between blocks, quotes behind ">", and the address behind each link."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.text()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._lines: list[str] = []
        self._line = ""
        self._margins: list[str] = []  # what stands before each line: of quotes, and of lists around
        self._lists: list[int | None] = []  # the next number of each list around; None for bullets
        self._bullet = ""
        self._hrefs: list[tuple[str, int]] = []
        self._silent = self._verbatim = 0
        self._gap: str | None = None  # the margin at which a blank line was asked for

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in _SILENT:
            self._silent += 1
        elif tag == "br":
            self._end_line()
        elif tag == "hr":
            self._end_line()
            self._lines += ["", _SIGNATURE]
        elif tag == "a":
            self._hrefs.append((given.get("href") or "", len(self._line)))
        elif tag in _BLOCKS or tag in _TIGHT:
            self._open(tag, given)
        elif tag in {"td", "th"} and self._line.strip():
            self._line += " | "

    def _open(self, tag: str, given: dict[str, str | None]) -> None:
        if tag in _TIGHT or (tag in {"ul", "ol"} and self._lists):
            self._end_line()
        elif not self._bullet:
            self._begin_block()
        if tag == "blockquote":
            self._margins.append("> ")
        elif tag in {"ul", "ol"}:
            start = given.get("start") or ""
            self._lists.append((int(start) if start.isdigit() else 1) if tag == "ol" else None)
        elif tag == "li" and self._lists:
            self._begin_item()
        elif tag == "pre":
            self._verbatim += 1

    def _begin_item(self) -> None:
        number = self._lists[-1]
        self._bullet = "- " if number is None else f"{number}. "
        if number is not None:
            self._lists[-1] = number + 1
        self._margins.append(" " * len(self._bullet))

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(self._silent - 1, 0)
        elif tag == "a" and self._hrefs:
            self._name_address(*self._hrefs.pop())
        elif tag in _BLOCKS or tag in _TIGHT:
            self._close(tag)

    def _close(self, tag: str) -> None:
        self._end_line()
        if tag == "blockquote" or (tag == "li" and self._lists):
            self._bullet = ""
            del self._margins[-1:]
        elif tag in {"ul", "ol"}:
            del self._lists[-1:]
        elif tag == "pre":
            self._verbatim = max(self._verbatim - 1, 0)
        if tag in _BLOCKS and not self._lists:
            self._begin_block()

    def _name_address(self, href: str, since: int) -> None:
        words = self._line[since:].strip()
        if not href or href in {words, f"mailto:{words}"}:
            return
        alone = not self._line[:since].strip()
        colon = "" if words.endswith(("?", "!", ".", "…", ":")) else ":"
        self._line += f"{colon} {href}" if alone else f" ({href})"

    def handle_data(self, data: str) -> None:
        if self._silent:
            return
        if self._verbatim:
            *whole, rest = data.split("\n")
            for line in whole:
                self._line += line
                self._end_line(keep_empty=True)
            self._line += rest
            return
        words = " ".join(data.split())
        glued = self._line and not self._line.endswith(" ") and data[:1].isspace()
        self._line += (" " if glued else "") + words + (" " if words and data[-1:].isspace() else "")

    def _end_line(self, *, keep_empty: bool = False) -> None:
        line, self._line = self._line, ""
        if not line.strip() and not keep_empty:
            return
        margin = "".join(self._margins)
        if self._gap is not None and self._lines and self._lines[-1] != _SIGNATURE:
            self._lines.append(_shared(self._gap, margin).rstrip())
        self._gap = None
        if self._bullet:
            margin = margin[: -len(self._bullet)] + self._bullet
            self._bullet = ""
        self._lines.append((margin + (line if self._verbatim else line.strip())).rstrip())

    def _begin_block(self) -> None:
        """A blank line before whatever comes next, inside only those quotes that go on."""
        self._end_line()
        if self._gap is None:
            self._gap = "".join(self._margins)

    def text(self) -> str:
        self._end_line()
        return "\n".join(self._lines).strip("\n") + "\n"


def _shared(one: str, other: str) -> str:
    """What both begin with."""
    length = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return one[:length]
