"""A class in a template that no style sheet and no script knows does nothing: it was mistyped, or its rule is gone."""

import re
from pathlib import Path

HERE = Path(__file__).parents[2]
STATIC = HERE / "community" / "static"
ELSEWHERE = {
    "templates/notifications/": "mails bring their style along",
    "templates/events/link_panel.html": "stands in the editor, which has its own style",
}
WORDS, TAG = re.compile(r' class="([^"]*)"'), re.compile(r"{[%{].*?[%}]}")
BEGINS = re.compile(r"[\w-]+--(?=[{])|[\w-]+(?=[{]{2})")  # of a name that a variable ends, such as badge--{{ kind }}


def test_every_class_means_something():
    known = set(re.findall(r"\.([a-z_][\w-]*)", _text("css")))
    script, tests = _text("js"), "".join(path.read_text() for path in (HERE / "tests").rglob("*.py"))
    unknown = {
        (str(path.relative_to(HERE)), name)
        for path in (HERE / "templates").rglob("*.html")
        if not str(path.relative_to(HERE)).startswith(tuple(ELSEWHERE))
        for name in _classes(path.read_text())
        if name not in known and name not in script and f".{name}" not in tests
    }
    assert not unknown


def _classes(template: str) -> set[str]:
    found = (TAG.sub(" ", BEGINS.sub(" ", words)) for words in WORDS.findall(template))
    return {name for words in found for name in words.split()}


def _text(kind: str) -> str:
    return "".join(path.read_text() for path in (STATIC / kind).rglob(f"*.{kind}"))
