"""Reading the index, always as one reader who may see some of it and not the rest."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from functools import reduce
from operator import or_

from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When
from django.db.models.expressions import CombinedExpression
from modelsearch.backends import get_search_backend

from community.lib.fold import fold
from community.people.models import User
from community.people.permissions import Person
from community.search import registry
from community.search.models import SearchEntry

# A sentence has fewer words than this, and an attack more (safety G3).
MAX_WORDS = 12
MAX_QUERY = 200
_SHORTEST_BEGINNING = 2


def words_asked(text: str) -> list[str]:
    """The folded words of what someone typed, at most MAX_WORDS of them. Whatever else was typed is nothing."""
    return fold(text[:MAX_QUERY]).split()[:MAX_WORDS]


def visible_to(user: Person, kinds: Collection[str] | None = None) -> QuerySet[SearchEntry]:
    """The entries that the reader may see by their kinds' rules, as these are now. Unknown kinds show nothing."""
    asked = [kind for kind in registry.kinds() if kinds is None or kind.name in kinds]
    rules = [Q(kind=kind.name) & kind.visible(user) for kind in asked]
    return SearchEntry.objects.filter(reduce(or_, rules)) if rules else SearchEntry.objects.none()


def find(user: Person, text: str, kinds: Collection[str] | None = None, limit: int = 50) -> list[SearchEntry]:
    """What the reader may see that has every word of `text`, best first: title above body, then weight, then newest.

    The last word may be unfinished. Any text is fine; one without words finds nothing.
    """
    words = words_asked(text)
    if not words:
        return []
    ranked = _ranked(visible_to(user, kinds), words)
    hits = _search(ranked, words)[:limit]
    return readable_by(user, list(hits))


def recent_by(user: Person, author: User, limit: int = 5) -> list[SearchEntry]:
    """What the author wrote last, as far as the reader may see it."""
    return readable_by(user, list(visible_to(user).filter(author=author)[:limit]))


def readable_by(user: Person, entries: list[SearchEntry]) -> list[SearchEntry]:
    """The entries whose objects the reader may read at this moment, asked of each kind once (safety B8)."""
    ids: dict[str, set[str]] = defaultdict(set)
    for entry in entries:
        ids[entry.kind].add(entry.object_id)
    allowed = {(kind, found) for kind, wanted in ids.items() for found in _readable_ids(user, kind, wanted)}
    return [entry for entry in entries if (entry.kind, entry.object_id) in allowed]


def _readable_ids(user: Person, name: str, ids: set[str]) -> Iterable[str]:
    kind = registry.get(name)
    if kind is None:
        return []
    return ids if kind.readable is None else [str(found) for found in kind.readable(user, ids)]


def _ranked(entries: QuerySet[SearchEntry], words: list[str]) -> QuerySet[SearchEntry]:
    """Ordered by how many of the words the title has: by the database, so that both engines agree."""
    beginnings = [f" {word} " for word in words[:-1]] + [f" {words[-1]}"]
    titles = CombinedExpression(Value(0), "+", Value(0), output_field=IntegerField())
    for part in beginnings:
        titles = titles + Case(When(title_folded__contains=part, then=1), default=0)
    return entries.order_by(titles.desc(), F("weight").desc(), F("updated_at").desc(), F("id").desc())


def _search(entries: QuerySet[SearchEntry], words: list[str]) -> "QuerySet[SearchEntry]":
    """All words in title or body, the last one as a beginning. The engine only matches: its own ranking would run
    one more search for every hit on SQLite, and knows no titles there."""
    backend = get_search_backend()
    unfinished = len(words[-1]) >= _SHORTEST_BEGINNING
    compiler = type("Compiler", (backend.query_compiler_class,), {"LAST_TERM_IS_PREFIX": unfinished})
    return backend._search(compiler, " ".join(words), entries, operator="and", order_by_relevance=False)
