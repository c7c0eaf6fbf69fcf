"""What a search can be narrowed to: kinds as links, languages and ecosystems as fields of a plain form.

Only what occurs among the hits is offered, and hits are what the reader may see: no choice and no number tells of more.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from community.front.asking import Asked
from community.front.results import Found, is_in
from community.search import registry
from community.search.models import SearchEntry
from forum.languages import LANGUAGES
from forum.listing import ecosystem_choices


@dataclass(frozen=True)
class Tab:
    """All hits, or those of one kind."""

    label: str
    href: str
    current: bool
    count: int | None


@dataclass(frozen=True)
class Option:
    value: str
    label: str
    count: int | None


@dataclass(frozen=True)
class Select:
    """One field of the form. `chosen` is "" for any."""

    name: str
    label: str
    chosen: str
    options: list[Option]


@dataclass(frozen=True)
class Chosen:
    """One thing that the search is narrowed to, and the address without it."""

    label: str
    href: str


def tabs(found: Found) -> list[Tab]:
    """A tab for everything and for each kind with hits, and for the one that was chosen even without."""
    asked = found.asked
    counts = Counter(entry.kind for entry in _hits(found, asked.narrowed(kind="")))
    known = found.is_complete
    shown = [kind for kind in registry.kinds() if counts[kind.name] or kind.name == asked.kind]
    everything = Tab(
        _("Everything"), asked.narrowed(kind="").address, not asked.kind, counts.total() if known else None
    )
    return [
        everything,
        *(
            Tab(
                str(kind.label),
                asked.narrowed(kind=kind.name).address,
                kind.name == asked.kind,
                counts[kind.name] if known else None,
            )
            for kind in shown
        ),
    ]


def selects(found: Found) -> list[Select]:
    """The fields of the form, without those in which there is nothing to choose."""
    asked = found.asked
    languages = Counter(entry.language for entry in _hits(found, asked.narrowed(language="")))
    ecosystems = Counter(_codes(_hits(found, asked.narrowed(ecosystem=""))))
    fields = [
        Select("language", _("Language"), asked.language, _options(found, LANGUAGES, languages, asked.language)),
        Select(
            "ecosystem",
            _("Industrial ecosystem"),
            asked.ecosystem,
            _options(found, ecosystem_choices(), ecosystems, asked.ecosystem),
        ),
    ]
    return [field for field in fields if len(field.options) > 1 or field.chosen]


def chosen(asked: Asked) -> list[Chosen]:
    """What can be taken back, one by one."""
    names = [
        (asked.language, dict(LANGUAGES), asked.narrowed(language="")),
        (asked.ecosystem, dict(ecosystem_choices()), asked.narrowed(ecosystem="")),
    ]
    return [Chosen(str(labels.get(value, value)), without.address) for value, labels, without in names if value]


def _hits(found: Found, asked: Asked) -> list[SearchEntry]:
    return [entry for entry in found.all_entries if is_in(entry, asked)]


def _codes(entries: Iterable[SearchEntry]) -> Iterable[str]:
    return (code for entry in entries for code in entry.ecosystems.split())


def _options(found: Found, names: Iterable[tuple[str, object]], counts: Counter[str], now: str) -> list[Option]:
    known = found.is_complete
    return [
        Option(value, str(name), counts[value] if known else None)
        for value, name in names
        if counts[value] or value == now
    ]
