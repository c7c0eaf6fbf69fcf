"""Turns a lesson's Markdown file into the blocks of its page."""

import re
from collections.abc import Iterator
from typing import Any

from community.demo import files
from community.lib import markdown

_FENCE = re.compile(r"^:::(\w+) ?(.*)$")

Block = tuple[str, Any]


def blocks(text: str) -> list[Block]:
    """The StreamField value of a lesson: paragraphs as they come, `:::` fences as the blocks they name."""
    found: list[Block] = []
    for kind, head, body in _parts(text):
        found.append(("text", _html(body)) if kind == "text" else _MAKERS[kind](head, body))
    return found


def film_block(facts: dict[str, Any]) -> Block:
    """The film of a lesson with its captions, transcript and one chapter for every third line."""
    lines, seconds = facts["transcript"], facts["duration_s"]
    return "film", {
        "film": files.film(facts["title"], seconds, len(lines)),
        "poster": files.drawing("network", facts["poster_alt"]),
        "captions": [{"language": "en", "file": files.captions(facts["title"], lines, seconds)}],
        "transcript": "\n".join(line["text"] for line in lines),
        "chapters": [
            {"start": f"{line['at'] // 60}:{line['at'] % 60:02}", "title": line["text"].split(". ")[0].rstrip(".")}
            for line in lines[::3]
        ],
    }


def _parts(text: str) -> Iterator[tuple[str, str, str]]:
    """Kind, head line and body of each part, in order."""
    kind, head = "text", ""
    body: list[str] = []
    for line in text.splitlines():
        fence = _FENCE.match(line)
        if fence or line == ":::":
            if "".join(body).strip() or kind != "text":
                yield kind, head, "\n".join(body).strip()
            kind, head, body = (fence[1], fence[2], []) if fence else ("text", "", [])
        else:
            body.append(line)
    if "".join(body).strip():
        yield kind, head, "\n".join(body).strip()


def _html(text: str) -> str:
    """Markdown as the editor would have stored it: a lesson's headings are one level above a post's."""
    html = re.sub(r"<(/?)h([45])>", lambda found: f"<{found[1]}h{int(found[2]) - 1}>", markdown.render(text))
    return html.replace(' rel="nofollow ugc noopener"', "")


def _callout(head: str, body: str) -> Block:
    return "callout", {"kind": "remember", "text": f"<p><b>{head}</b></p>{_html(body)}" if head else _html(body)}


def _case(head: str, body: str) -> Block:
    story, _mark, question = body.rpartition("Question:")
    return "case_study", {"title": head, "text": _html(story), "question": question.strip()}


def _download(head: str, body: str) -> Block:
    title, name, description = (part.strip() for part in head.split("|"))
    return "download", {"document": files.document(name, title, body), "title": title, "description": description}


def _figure(head: str, body: str) -> Block:
    kind, alt, caption = (part.strip() for part in head.split("|"))
    image = files.drawing(kind, alt)
    image.contextual_alt_text, image.decorative = alt, False
    return "figure", {"image": image, "caption": caption}


_MAKERS = {"callout": _callout, "case": _case, "download": _download, "figure": _figure}
