from datetime import timedelta

import pytest
from django.utils import timezone

from community.live import hub
from community.live.models import Room
from tests.community.live.making import open_clinic
from tests.kept import kept


@kept
def room(cast) -> Room:
    """A room that opened half an hour ago; Pekka speaks in it."""
    return open_clinic(cast)


@pytest.fixture(autouse=True)
def _quick_clock(monkeypatch):
    """A lost hint costs a test less than two seconds. The code that looks again is the same."""
    monkeypatch.setattr(hub, "POLL_SECONDS", 0.3)


@pytest.fixture
def close():
    """Close a room as the clock would."""

    def end(room: Room) -> Room:
        room.closes_at = timezone.now() - timedelta(seconds=1)
        room.save(update_fields=["closes_at"])
        return room

    return end
