"""What the search page shows: one list over everything, narrowed to what was chosen."""

from dataclasses import dataclass
from itertools import chain

from community.front.asking import Asked
from community.people.permissions import Person
from community.search.excerpts import LENGTH, Part, excerpt, mark
from community.search.models import SearchEntry
from community.search.queries import find, with_texts, words_asked

# Nobody reads further than this; the page says that there is more.
MOST = 200
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
class Found:
    """The hits of one search, best first, and all hits of its words, from which can be chosen.

    Every one of them has been asked for whether the reader may see it: whatever is counted here is counted for them.
    """

    asked: Asked
    entries: list[SearchEntry]
    all_entries: list[SearchEntry]

    @property
    def has_more(self) -> bool:
        return len(self.entries) >= MOST

    @property
    def is_complete(self) -> bool:
        """Whether all hits are known, so that their numbers can be told."""
        return len(self.all_entries) < MOST


def search(user: Person, asked: Asked) -> Found:
    """One search over everything that the reader may see; a second one only when the first was cut short."""
    everything = find(user, asked.typed, limit=MOST)
    if not asked.is_narrowed or len(everything) < MOST:
        return Found(asked, [entry for entry in everything if is_in(entry, asked)], everything)
    kinds = [asked.kind] if asked.kind else None
    entries = find(user, asked.typed, kinds, MOST, language=asked.language, ecosystem=asked.ecosystem)
    return Found(asked, entries, everything)


def is_in(entry: SearchEntry, asked: Asked) -> bool:
    """Whether the entry is among what the search is narrowed to."""
    return (
        asked.kind in {"", entry.kind}
        and asked.language in {"", entry.language}
        and (not asked.ecosystem or f" {asked.ecosystem} " in entry.ecosystems)
    )


def bundles(entries: list[SearchEntry]) -> list[list[SearchEntry]]:
    """The entries by what they belong to, each bundle at the place of its best. What belongs nowhere stands alone."""
    found: dict[object, list[SearchEntry]] = {}
    for entry in entries:
        found.setdefault(entry.bundle or entry.pk, []).append(entry)
    return list(found.values())


def results(shown: list[list[SearchEntry]], typed: str) -> list[Result]:
    """Bundles as they are shown, with their texts."""
    with_texts(list(chain.from_iterable(bundle[: 1 + NEXT_BEST] for bundle in shown)))
    asked = words_asked(typed)
    return [_result(bundle, asked) for bundle in shown]


def _result(bundle: list[SearchEntry], asked: list[str]) -> Result:
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
