"""Twenty rows at a time, with the number of all rows known beforehand where machina keeps count of them."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.utils.functional import cached_property

PAGE_SIZE = 20


class CountedPaginator(Paginator):
    """Saves the counting query. Without a known count it asks the database like any other."""

    def __init__(self, rows: QuerySet, known_count: int | None) -> None:
        super().__init__(rows, PAGE_SIZE)
        self._known_count = known_count

    @cached_property
    def count(self) -> int:
        return super().count if self._known_count is None else self._known_count


def page_of(rows: QuerySet, number: Any, known_count: int | None = None) -> Page:
    """The page with that number; the first for what is no number, the last for what is beyond."""
    return CountedPaginator(rows, known_count).get_page(number)


def number_of(position: int) -> int:
    """The page on which the row at `position` (from 0) stands."""
    return position // PAGE_SIZE + 1
