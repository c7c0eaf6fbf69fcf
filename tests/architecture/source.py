"""Our own files, for the tests that read them."""

from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGES = ("cms", "community", "events", "forum")
TEMPLATES = ROOT / "templates"


def files(*tops: str, suffix: str) -> Iterator[Path]:
    """Files below these folders that we wrote, in a fixed order."""
    for top in tops:
        for path in sorted((ROOT / top).rglob(f"*{suffix}")):
            if not {"vendor", "__pycache__"}.intersection(path.parts):
                yield path


def lines(paths: Iterable[Path]) -> Iterator[tuple[str, str]]:
    """Each line with its place, as in `templates/base.html:12`."""
    for path in paths:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            yield f"{path.relative_to(ROOT)}:{number}", line
