"""Rooms for tests."""

from datetime import timedelta

from django.utils import timezone

from community.live.actions import SpeakerCard, open_room, set_speakers
from community.live.models import Room


def open_clinic(cast, slug="clinic", **details) -> Room:
    """A room that opened half an hour ago; Pekka speaks in it."""
    now = timezone.now()
    hours = {"opens_at": now - timedelta(minutes=30), "closes_at": now + timedelta(hours=2)}
    room = open_room(slug, "Drop-in clinic", **{**hours, **details})
    set_speakers(room, [SpeakerCard(cast.pekka.display_name, user=cast.pekka)])
    return room
