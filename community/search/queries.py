"""Reading the index, always as one reader who may see some of it and not the rest."""

from collections import defaultdict
from collections.abc import Collection, Iterable

from django.db.models import BooleanField, Case, F, IntegerField, Q, QuerySet, Value, When
from django.db.models.expressions import CombinedExpression, OrderBy

from community.lib.fold import fold
from community.lib.prepared import Prepared
from community.people.models import User
from community.people.permissions import Person
from community.search import engine, registry
from community.search.models import SearchEntry

# A sentence has fewer words than this, and an attack more (safety G3).
MAX_WORDS = 12
MAX_QUERY = 200


def words_asked(text: str) -> list[str]:
    """The folded words of what someone typed, at most MAX_WORDS of them. Whatever else was typed is nothing."""
    return fold(text[:MAX_QUERY]).split()[:MAX_WORDS]


def visible_to(user: Person, kinds: Collection[str] | None = None) -> QuerySet[SearchEntry]:
    """The entries that the reader may see by their kinds' rules, as these are now. Unknown kinds show nothing.

    The rules are one CASE, which no index can serve: the database is to begin with the words and ask the rules about
    what has them, and not to begin with everything that the reader may see.
    """
    asked = [kind for kind in registry.kinds() if kinds is None or kind.name in kinds]
    rules = [When(Q(kind=kind.name) & kind.visible(user), then=Value(True)) for kind in asked]
    return SearchEntry.objects.filter(Case(*rules, default=Value(False), output_field=BooleanField()))


def find(
    user: Person,
    text: str,
    kinds: Collection[str] | None = None,
    limit: int = 50,
    *,
    language: str = "",
    ecosystem: str = "",
) -> list[SearchEntry]:
    """What the reader may see that has every word of `text`, best first: title above body, then weight, then newest.

    A question that has its answer stands above what is like it. The last word may be unfinished. Any text is fine; one
    without words finds nothing. `language` and `ecosystem` are codes. The texts are not read: see `with_texts`.
    """
    words = words_asked(text)
    if not words:
        return []
    order = _best_first(words)
    hits = visible_to(user, kinds).filter(pk__in=engine.matching(words)).order_by(*order)
    if language:
        hits = hits.filter(language=language)
    if ecosystem:
        hits = hits.filter(ecosystems__contains=f" {ecosystem} ")
    # The best are chosen by their keys alone, so that long texts are not carried through the sorting.
    best = SearchEntry.objects.filter(pk__in=hits.values("pk")[:limit]).order_by(*order)
    return readable_by(user, list(best.defer("body", "folded", "title_folded")))


def with_texts(entries: Collection[SearchEntry]) -> None:
    """Read the texts of the few entries that are shown, which `find` leaves where they are."""
    rows = SearchEntry.objects.filter(pk__in=[entry.pk for entry in entries]).order_by()
    texts = dict(rows.values_list("pk", "body"))
    for entry in entries:
        entry.body = texts.get(entry.pk, "")


def facts_of(kind: str, object_id: object) -> tuple[list[str], bool]:
    """The ecosystems of what is in the index, and whether it is answered; nothing and no when it is not there."""
    for ecosystems, answered in _FACTS(kind, str(object_id)):
        return ecosystems.split(), answered
    return [], False


_FACTS = Prepared(
    lambda kind, object_id: (
        SearchEntry.objects.order_by().filter(kind=kind, object_id=object_id).values_list("ecosystems", "answered")
    )
)


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


def _best_first(words: list[str]) -> list[OrderBy]:
    """By how many of the words the title has, then by weight, to which an answer adds as much as a rank, and age."""
    beginnings = [f" {word} " for word in words[:-1]] + [f" {words[-1]}"]
    titles = CombinedExpression(Value(0), "+", Value(0), output_field=IntegerField())
    for part in beginnings:
        titles = titles + Case(When(title_folded__contains=part, then=1), default=0)
    weight = F("weight") + Case(When(answered=True, then=1), default=0)
    return [titles.desc(), weight.desc(), F("updated_at").desc(), F("id").desc()]
