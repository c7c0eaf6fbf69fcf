"""RFC 9110, section 14."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community.lib.byteranges import ByteRange, NotSatisfiable, parse_range


@pytest.mark.parametrize(
    ("header", "first", "last"),
    [
        ("bytes=0-99", 0, 99),
        ("bytes=100-", 100, 999),
        ("bytes=-1", 999, 999),
        ("bytes=-5000", 0, 999),
        ("bytes=990-2000", 990, 999),
        ("bytes=0-0", 0, 0),
        ("Bytes = 0-1", 0, 1),
    ],
)
def test_a_range_is_cut_to_the_file(header, first, last):
    assert parse_range(header, 1000) == ByteRange(first, last, 1000)


@pytest.mark.parametrize(
    "header", ["", "bytes=", "bytes=-", "items=0-9", "bytes=9-5", "bytes=0-1,5-9", "bytes=a-b", "bytes=0x1-2"]
)
def test_what_is_not_understood_is_ignored(header):
    assert parse_range(header, 1000) is None


@pytest.mark.parametrize(
    ("header", "size"), [("bytes=1000-", 1000), ("bytes=5000-6000", 1000), ("bytes=-0", 1000), ("bytes=0-", 0)]
)
def test_a_range_behind_the_end_cannot_be_satisfied(header, size):
    with pytest.raises(NotSatisfiable):
        parse_range(header, size)


@given(st.text(max_size=30), st.integers(0, 10_000))
def test_no_header_asks_for_bytes_that_are_not_there(text, size):
    try:
        found = parse_range(f"bytes={text}", size)
    except NotSatisfiable:
        return
    assert found is None or 0 <= found.first <= found.last < size
