import pytest
from django.core.exceptions import ValidationError

from community.lib import durations, months


@pytest.mark.parametrize(
    ("minutes", "label"), [(45, "45 min"), (60, "1 h"), (90, "1 h 30"), (125, "2 h 05"), (0, "0 min")]
)
def test_modules_are_measured_in_hours(minutes, label):
    assert durations.in_hours(minutes) == label


def test_talks_are_measured_in_minutes():
    assert durations.in_minutes(75) == "75 min"


@pytest.mark.parametrize(
    ("start", "end", "label"),
    [
        ("2017-09", "2020-02", "September 2017 – February 2020"),
        ("2026-11", "2026-11", "November 2026"),
        ("2026-11", "", "November 2026"),
        ("", "2020-02", "February 2020"),
        ("", "", ""),
    ],
)
def test_a_period_has_months_and_no_made_up_days(start, end, label):
    assert months.range_label(start, end) == label


@pytest.mark.parametrize("text", ["2026", "2026-13", "2026-1", "12-2026", "2026-12-01"])
def test_what_is_no_month_is_refused_with_an_example(text):
    with pytest.raises(ValidationError, match="2026-12"):
        months.validate_month(text)
