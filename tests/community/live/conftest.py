from datetime import timedelta

import pytest
from django.utils import timezone

from community.live import hub
from community.live.actions import SpeakerCard, open_room, set_speakers
from community.live.models import Room


@pytest.fixture
def room(cast) -> Room:
    """A room that opened half an hour ago; Pekka speaks in it."""
    now = timezone.now()
    room = open_room(
        "clinic", "Drop-in clinic", opens_at=now - timedelta(minutes=30), closes_at=now + timedelta(hours=2)
    )
    set_speakers(room, [SpeakerCard(cast.pekka.display_name, user=cast.pekka)])
    return room


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
