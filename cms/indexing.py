"""Published pages in the search: which of them, and with which words."""

from collections.abc import Iterator
from typing import Any

from cms.models import BasePage
from community.search.actions import drop_entry, index_entry
from community.search.models import PUBLIC


def index_page(page: BasePage) -> None:
    """Put a published page into the index, or take it out when it may not be found by everyone."""
    if not page.search_kind:
        return
    if page.live and not page.get_view_restrictions().exists():
        index_entry(page.search_kind, **document_of(page))
    else:
        drop_page(page)


def drop_page(page: BasePage) -> None:
    if page.search_kind:
        drop_entry(page.search_kind, page.pk)


def document_of(page: BasePage) -> dict[str, Any]:
    """What the index keeps of a page, as keywords of `index_entry`."""
    return {
        "object_id": page.pk,
        "title": page.title,
        "body": "\n".join(part for part in page.search_texts() if part),
        "url": page.url,
        "language": page.locale.language_code,
        "audience": PUBLIC,
        "updated_at": page.last_published_at,
        "weight": page.search_weight,
        "ecosystems": page.search_ecosystems(),
    }


def documents_of(model: type[BasePage]) -> Iterator[dict[str, Any]]:
    """The documents of all pages of a type that everyone may read."""
    for page in model.objects.live().public().select_related("locale").iterator(chunk_size=100):
        yield document_of(page)
