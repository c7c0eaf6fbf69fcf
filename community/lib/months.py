"""Months without a day: "2017-09" (R-ORG-2: projects start and end in a month, and a day would be made up)."""

import re
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")


def validate_month(text: str) -> None:
    """Raise ValidationError unless the text is a year and a month such as 2026-12."""
    if not _MONTH.fullmatch(text):
        raise ValidationError(_("Write the year and the month like 2026-12."))


def month_label(text: str) -> str:
    """Say "September 2017" for "2017-09", in the reader's language; an empty text stays empty."""
    found = _MONTH.fullmatch(text)
    return date_format(date(int(found[1]), int(found[2]), 1), "F Y") if found else ""


def range_label(start: str, end: str) -> str:
    """Say "September 2017 – February 2020"; one month is said once, an open end is left open."""
    first, last = month_label(start), month_label(end)
    if first == last or not last:
        return first
    return f"{first} – {last}" if first else last
