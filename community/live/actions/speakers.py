"""The personal links of speakers: replaced, and taken back (safety A21)."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from community.live.models import RoomSpeaker
from community.live.permissions import can_moderate_room
from community.moderation.actions import record as audit
from community.people.models import User

LINK_DAYS = 30  # after the room has closed, when nobody has said otherwise


@transaction.atomic
def replace_speaker_link(actor: User, speaker: RoomSpeaker) -> None:
    """Give the speaker a new link; whoever has the old one is shut out."""
    _check(actor, speaker)
    now = timezone.now()
    until = speaker.expires_at
    if until is None or until <= now:
        until = max(now, speaker.room.closes_at or now) + timedelta(days=LINK_DAYS)
    speaker.replace_link(until)
    audit(actor, "replace-link", "speaker", speaker.pk)


@transaction.atomic
def revoke_speaker_link(actor: User, speaker: RoomSpeaker) -> None:
    """Make the speaker's link useless. Nothing happens the second time."""
    _check(actor, speaker)
    if speaker.revoked_at:
        return
    speaker.revoked_at = timezone.now()
    speaker.save(update_fields=["revoked_at"])
    audit(actor, "revoke-link", "speaker", speaker.pk)


def _check(actor: User, speaker: RoomSpeaker) -> None:
    if not can_moderate_room(actor, speaker.room):
        raise PermissionDenied
