from datetime import timedelta

import pytest

from tests.events.making import WEDNESDAY, moment


@pytest.fixture(autouse=True)
def _the_day_before(time_machine):
    """Whenever these tests run, each of them begins at noon on the day before the talk of tests/events/making.py."""
    time_machine.move_to(moment(WEDNESDAY - timedelta(days=1), "12:00"))
