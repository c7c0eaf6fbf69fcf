"""What stands in a digest: each floor above brings its sections, made for one member at the moment of sending."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from community.people.models import User


@dataclass(frozen=True)
class Item:
    """One line: what it is called, where it is, a few words beside it, and where the reader can answer."""

    title: str
    url: str
    note: str = ""
    answer_url: str = ""


@dataclass(frozen=True)
class Section:
    """A heading with its lines. Without lines it is left out."""

    title: str
    items: list[Item] = field(default_factory=list)


Build = Callable[[User, datetime], Section]

_sections: dict[str, tuple[int, Build]] = {}


def register(name: str, build: Build, *, order: int) -> None:
    """Add a section; to be called in `AppConfig.ready`. `order`: 10 own questions, 20 edition, 30 due, 40 talks.

    `build(user, since)` returns what the member may read at that moment, and nothing that they have muted.
    """
    _sections[name] = (order, build)


def unregister(name: str) -> None:
    """Take a section out again, which only tests need."""
    _sections.pop(name, None)


def sections_for(user: User, since: datetime) -> list[Section]:
    """The sections with something in them, in their order."""
    built = [build(user, since) for _, build in sorted(_sections.values(), key=lambda pair: pair[0])]
    return [section for section in built if section.items]
