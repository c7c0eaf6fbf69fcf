"""The template vocabulary: icons, moments on the wall clock, names in short."""

from datetime import UTC, datetime

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template

SUMMER = datetime(2024, 6, 19, 6, 30, tzinfo=UTC)
WINTER = datetime(2024, 12, 4, 7, 30, tzinfo=UTC)


def drawn(source: str, **context) -> str:
    return " ".join(Template(source).render(Context(context)).split())


def test_an_icon_is_decoration_unless_it_has_a_label():
    assert 'aria-hidden="true"' in drawn('{% icon "bell" %}')
    assert 'role="img" aria-label="Unread &lt;3&gt;"' in drawn('{% icon "bell" label=label %}', label="Unread <3>")


@pytest.mark.parametrize(
    ("moment", "printed"), [(SUMMER, "Brussels time (CEST, UTC+2)"), (WINTER, "Brussels time (CET, UTC+1)")]
)
def test_half_past_eight_in_brussels_is_printed_so_in_summer_and_in_winter(moment, printed):
    text = drawn("{% when start %}", start=moment)
    assert "08:30</time>" in text
    assert printed in text


def test_a_span_says_its_day_once_and_carries_both_ends_for_the_reader_far_away():
    text = drawn("{% when start end %}", start=SUMMER, end=SUMMER.replace(hour=7, minute=45))
    assert "Wednesday 19 June 2024" in text
    assert "08:30–09:45" in text
    assert 'data-local data-local-end="2024-06-19T09:45:00+02:00"' in text


def test_a_zone_without_a_name_of_its_own_shows_its_offset_only():
    assert "Istanbul time (UTC+3)" in drawn("{% when start zone='Europe/Istanbul' %}", start=WINTER)


def test_a_date_block_takes_the_calendar_day_of_brussels():
    text = drawn("{% date_block day %}", day=datetime(2024, 6, 18, 23, 30, tzinfo=UTC))
    assert 'datetime="2024-06-19"' in text


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Zofia Przykład", "ZP"), ("Ivo", "I"), ("Ana María de la Torre", "AT"), ("Ολυμπία Λάσκαρη", "ΟΛ"), ("", "")],
)
def test_a_name_in_short_is_its_first_and_last_initial(name, letters):
    assert drawn("{{ name|initials }}", name=name) == letters


def test_a_link_knows_whether_it_leads_here_or_further_up(rf):
    source = "{% current_if '/talks/' %}"
    assert drawn(source, request=rf.get("/talks/")) == 'aria-current="page"'
    assert drawn(source, request=rf.get("/talks/clusters/")) == 'aria-current="true"'
    assert drawn(source, request=rf.get("/forum/")) == ""


def test_turning_the_page_keeps_what_was_searched_for(rf):
    page = Paginator(range(50), 10).page(2)
    text = drawn('{% include "ui/pagination.html" %}', page=page, request=rf.get("/search/?q=fees&page=2"))
    assert 'rel="next" href="?q=fees&amp;page=3"' in text


def test_a_list_of_one_page_has_no_page_links(rf):
    page = Paginator(range(5), 10).page(1)
    assert drawn('{% include "ui/pagination.html" %}', page=page, request=rf.get("/")) == ""
