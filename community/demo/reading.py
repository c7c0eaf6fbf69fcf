"""Reads the files that describe the demo world."""

import tomllib
import uuid
from pathlib import Path
from typing import Any

CONTENT = Path(__file__).resolve().parent / "content"

# Everything that the demo writes once has an id made from its place in the files, so a second run finds it again.
_NAMESPACE = uuid.UUID("6f7d0f0e-6a0c-4f6f-9d46-2f0f6b8a5b19")


def read(name: str) -> dict[str, Any]:
    """The content of `<name>.toml`, such as `world/talks`."""
    return tomllib.loads((CONTENT / f"{name}.toml").read_text(encoding="utf-8"))


def read_all(folder: str) -> list[dict[str, Any]]:
    """The content of every TOML file of a folder, in the order of their names."""
    files = sorted((CONTENT / folder).glob("*.toml"))
    return [tomllib.loads(path.read_text(encoding="utf-8")) for path in files]


def read_page(path: Path) -> tuple[dict[str, Any], str]:
    """The facts between the two lines `+++` at the head of a Markdown file, and the text below them."""
    _before, facts, text = path.read_text(encoding="utf-8").split("+++\n", 2)
    return tomllib.loads(facts), text.strip()


def client_id(*place: object) -> uuid.UUID:
    return uuid.uuid5(_NAMESPACE, "/".join(str(part) for part in place))
