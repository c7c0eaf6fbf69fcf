"""What the search page shows: one list over everything, narrowed to one kind when asked."""

from collections import Counter
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from community.people.permissions import Person
from community.search import registry
from community.search.excerpts import LENGTH, Part, excerpt, mark
from community.search.models import SearchEntry
from community.search.queries import find, words_asked

# Nobody reads further than this; the page says that there is more.
MOST = 100
NEXT_BEST = 2
SHORT = 110


@dataclass(frozen=True)
class Hit:
    """One entry, with the words that were asked for marked."""

    entry: SearchEntry
    title: list[Part]
    excerpt: list[Part]


@dataclass(frozen=True)
class Result:
    """The best hit of a bundle, such as a topic with its posts, and the next best few of it."""

    best: Hit
    next_best: list[Hit]
    more: int


@dataclass(frozen=True)
class Tab:
    """All hits, or those of one kind."""

    label: str
    href: str
    current: bool
    count: int | None


@dataclass(frozen=True)
class Found:
    """The hits of one search, and how many there are of each kind."""

    typed: str
    kind: str
    entries: list[SearchEntry]
    counts: Counter[str]

    @property
    def has_more(self) -> bool:
        return len(self.entries) >= MOST

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    def tabs(self) -> list[Tab]:
        """A tab for everything and for each kind with hits, and for the one that was chosen even without."""
        shown = [kind for kind in registry.kinds() if self.counts[kind.name] or kind.name == self.kind]
        everything = Tab(_("Everything"), self._address(""), not self.kind, self.total)
        return [everything, *(self._tab(kind) for kind in shown)]

    def _tab(self, kind: registry.Kind) -> Tab:
        return Tab(str(kind.label), self._address(kind.name), kind.name == self.kind, self.counts[kind.name])

    def _address(self, kind: str) -> str:
        return f"?{urlencode({'q': self.typed, 'kind': kind} if kind else {'q': self.typed})}"


def search(user: Person, typed: str, kind: str) -> Found:
    """One search over everything that the reader may see; a second one only when the first was cut short."""
    kind = kind if registry.get(kind) else ""
    entries = find(user, typed, limit=MOST)
    counts = Counter(entry.kind for entry in entries)
    if kind:
        cut_short = len(entries) >= MOST
        entries = find(user, typed, [kind], MOST) if cut_short else [one for one in entries if one.kind == kind]
        counts[kind] = len(entries)
    return Found(typed, kind, entries, counts)


def bundles(entries: list[SearchEntry]) -> list[list[SearchEntry]]:
    """The entries by what they belong to, each bundle at the place of its best. What belongs nowhere stands alone."""
    found: dict[object, list[SearchEntry]] = {}
    for entry in entries:
        found.setdefault(entry.bundle or entry.pk, []).append(entry)
    return list(found.values())


def result(bundle: list[SearchEntry], typed: str) -> Result:
    """A bundle as it is shown."""
    asked = words_asked(typed)
    best, *others = bundle
    shown = [_hit(entry, asked, SHORT) for entry in others[:NEXT_BEST]]
    return Result(_hit(best, asked), shown, len(others) - len(shown))


def _hit(entry: SearchEntry, asked: list[str], length: int = LENGTH) -> Hit:
    return Hit(entry, mark(entry.title, asked), excerpt(entry.body, asked, length))


def shorter(typed: str) -> list[str]:
    """The same search with one word less, for whoever found nothing: each word left out once, five at most."""
    words = typed.split()
    if not 1 < len(words) <= 5:
        return []
    return [" ".join(words[:place] + words[place + 1 :]) for place in reversed(range(len(words)))]
