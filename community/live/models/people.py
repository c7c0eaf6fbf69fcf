"""Who is in a room: attendees, with an account or without, and the speakers, who need none."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.live.models.rooms import Room
from community.people.models import COUNTRIES


class Attendee(models.Model):
    """Somebody who has said, asked, voted or answered something in one room.

    With `user` it is a member; without one a guest, who gave a name and the room's code. Name, organisation and country
    are those of that day, and stay when the account is closed.
    """

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="attendees")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="attendances"
    )
    name = models.CharField(max_length=80)
    organisation = models.CharField(max_length=160, blank=True)
    country = models.CharField(max_length=2, choices=COUNTRIES, blank=True)
    joined_at = models.DateTimeField(default=timezone.now)
    let_in_at = models.DateTimeField(null=True, blank=True)  # a guest whose first words a moderator has read
    muted_until = models.DateTimeField(null=True, blank=True)
    banned_at = models.DateTimeField(null=True, blank=True)
    restricted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    restriction_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("attendee")
        verbose_name_plural = _("attendees")
        constraints = [models.UniqueConstraint(fields=["room", "user"], name="one_attendee_per_member")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_guest(self) -> bool:
        return self.user_id is None

    @property
    def is_muted(self) -> bool:
        return self.muted_until is not None and self.muted_until > timezone.now()

    @property
    def is_banned(self) -> bool:
        return self.banned_at is not None


def new_key() -> str:
    """128 bits that nobody guesses."""
    return secrets.token_hex(16)


class RoomSpeakerQuerySet(models.QuerySet["RoomSpeaker"]):
    def by_token(self, token: str) -> RoomSpeaker | None:
        """The speaker whose personal link ends in this token, if the link is still good."""
        try:
            pk, key = _signer().unsign(token).split(".")
        except (BadSignature, ValueError):
            return None
        found = self.filter(pk=int(pk), key=key, revoked_at=None).select_related("room", "user").first()
        return found if found and found.link_is_good else None


class RoomSpeaker(models.Model):
    """One of those who answer in a room. The personal link needs no account: whoever has it speaks for this person.

    `key` changes when the link is replaced; the link itself is signed and stored nowhere (safety A21).
    """

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="speakers")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="speaks_in"
    )
    name = models.CharField(max_length=120)
    organisation = models.CharField(max_length=160, blank=True)
    email = models.EmailField(blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    key = models.CharField(max_length=32, default=new_key, editable=False)
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = RoomSpeakerQuerySet.as_manager()

    class Meta:
        verbose_name = _("speaker in a room")
        verbose_name_plural = _("speakers in rooms")
        ordering = ["room", "position", "pk"]
        constraints = [models.UniqueConstraint(fields=["room", "name"], name="one_speaker_per_name")]

    def __str__(self) -> str:
        return self.name

    @property
    def display_name(self) -> str:
        return self.name

    @property
    def link_is_good(self) -> bool:
        return self.revoked_at is None and (self.expires_at is None or self.expires_at > timezone.now())

    @property
    def token(self) -> str:
        return _signer().sign(f"{self.pk}.{self.key}")

    def get_desk_url(self) -> str:
        return reverse("speak:desk", args=[self.token])

    def replace_link(self, expires_at: datetime | None = None) -> None:
        """Make every link that was given out before useless."""
        self.key, self.revoked_at, self.expires_at = new_key(), None, expires_at
        self.save(update_fields=["key", "revoked_at", "expires_at"])


def _signer() -> Signer:
    return Signer(salt="live.speaker", sep="~")
