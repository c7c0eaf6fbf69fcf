"""Writing the index. Both doors may be called inside the caller's transaction and then stand or fall with it."""

from collections.abc import Iterable
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import transaction
from django.utils import timezone

from community.lib.fold import clean, fold
from community.lib.inserting import Inserting
from community.people.models import User
from community.search import engine, registry
from community.search.models import PUBLIC, SearchEntry

# Beyond this a text is a book; what is left out of the index is still on its page.
MAX_BODY = 20_000
_BATCH = 200


def index_entry(  # noqa: PLR0913 - one keyword per column of the index
    kind: str,
    object_id: object,
    *,
    title: str,
    body: str,
    url: str,
    language: str = "en",
    audience: str = PUBLIC,
    updated_at: datetime | None = None,
    weight: int = 1,
    author: User | None = None,
    bundle: str = "",
    ecosystems: Iterable[str] = (),
    answered: bool = False,
) -> SearchEntry:
    """Put a thing into the index, or bring what is there up to date. Plain text only, no HTML and no Markdown.

    `audience` is "public" or "forum:<id>"; anything else is for the kind's own `visible` to understand. `weight` lifts
    an entry above others whose titles match as well. `author` shows the entry on that member's page: leave it out
    for what was written anonymously. Entries of one `bundle`, such as a topic and its posts, are one result.
    `ecosystems` are codes of industrial ecosystems; `answered` marks a question that has its answer.
    """
    title, body = clean(title)[:255], clean(body)[:MAX_BODY]
    title_folded = fold(title)
    fields = {
        "title": title,
        "body": body,
        "title_folded": f" {title_folded} "[:800],
        "folded": f"{title_folded} {fold(body)}",
        "url": url,
        "language": language,
        "audience": audience,
        "weight": weight,
        "author": author,
        "bundle": bundle,
        "ecosystems": join_codes(ecosystems),
        "answered": answered,
        "updated_at": updated_at or timezone.now(),
    }
    entry = SearchEntry(kind=kind, object_id=str(object_id), **fields)
    with transaction.atomic(savepoint=False):
        _ENTRIES(entry)
        engine.write(entry.pk, entry.folded)
    return entry


_KEY = {"id", "kind", "object_id"}
_FACTS = [field.column for field in SearchEntry._meta.concrete_fields if field.name not in _KEY]
_ENTRIES = Inserting(
    SearchEntry,
    otherwise=f"ON CONFLICT (kind, object_id) DO UPDATE SET {', '.join(f'{one} = EXCLUDED.{one}' for one in _FACTS)}",
)


def share_facts(bundle: str, *, ecosystems: Iterable[str], answered: bool | None) -> None:
    """Let all entries of a bundle be about the same, for when that changes after they were written.

    `answered` None leaves it to each entry.
    """
    facts: dict[str, Any] = {"ecosystems": join_codes(ecosystems)}
    if answered is not None:
        facts["answered"] = answered
    SearchEntry.objects.filter(bundle=bundle).exclude(**facts).update(**facts)


def join_codes(codes: Iterable[str]) -> str:
    """Codes as an entry keeps them, so that the database can look for one: between spaces, nothing for none."""
    joined = " ".join(sorted(codes))
    return f" {joined} " if joined else ""


def drop_entry(kind: str, object_id: object) -> None:
    """Take a thing out of the index; nothing happens when it is not there."""
    drop_entries(kind, [object_id])


def drop_entries(kind: str, object_ids: Iterable[object]) -> None:
    """Take several things of one kind out of the index."""
    entries = SearchEntry.objects.filter(kind=kind, object_id__in=[str(object_id) for object_id in object_ids])
    with transaction.atomic():
        engine.erase(list(entries.values_list("pk", flat=True)))
        entries.delete()


def rebuild_kind(kind: str) -> tuple[int, int] | None:
    """Write every document of a kind again and drop what is no longer one. Returns how many of each, or None when the
    kind offers no documents. Each batch is a transaction of its own: people write and search meanwhile."""
    found = registry.get(kind)
    if found is None or found.documents is None:
        return None
    written: set[str] = set()
    documents = iter(found.documents())
    while batch := list(islice(documents, _BATCH)):
        with transaction.atomic():
            written |= {index_entry(kind, **document).object_id for document in batch}
    indexed = SearchEntry.objects.filter(kind=kind).values_list("object_id", flat=True)
    gone = [object_id for object_id in indexed if object_id not in written]
    drop_entries(kind, gone)
    return len(written), len(gone)
