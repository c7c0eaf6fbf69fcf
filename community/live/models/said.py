"""What is said in a room, and the messages of its chat."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.live.models.people import Attendee
from community.live.models.rooms import Room
from community.people.models import User


class Said(models.Model):
    """What messages and questions share: who, what, once, and whether a moderator has hidden it."""

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="%(class)ss")
    attendee = models.ForeignKey(Attendee, on_delete=models.PROTECT, related_name="%(class)ss")
    text = models.TextField()
    client_id = models.UUIDField(default=uuid.uuid4)
    created_at = models.DateTimeField(default=timezone.now)
    hidden_at = models.DateTimeField(null=True, blank=True)
    hidden_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    hidden_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def author(self) -> User | None:
        """The member who said it; None for a guest."""
        return self.attendee.user

    @property
    def author_name(self) -> str:
        return self.attendee.name

    def mark_hidden(self, actor: User, reason: str) -> None:
        self._mark(timezone.now(), actor, reason[:300])

    def mark_shown(self) -> None:
        self._mark(None, None, "")

    def _mark(self, hidden_at: datetime | None, hidden_by: User | None, reason: str) -> None:
        self.hidden_at, self.hidden_by, self.hidden_reason = hidden_at, hidden_by, reason
        self.save(update_fields=["hidden_at", "hidden_by", "hidden_reason"])


class Message(Said):
    """One line of chat."""

    MAX_LENGTH = 500  # code points (R-LIV-7)

    reply_to = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="replies")
    edited_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["created_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["room", "attendee", "client_id"], name="one_message_per_client_id")
        ]

    def get_absolute_url(self) -> str:
        return f"{self.room.get_absolute_url()}#message-{self.pk}"


class HeldMessage(models.Model):
    """What a new guest wrote into the chat first, until a moderator lets it through; then it becomes a message.

    A row of its own kind: whatever shows messages cannot show it by mistake (safety 1.5, 9). `reason`: why it was left
    out, for its author.
    """

    attendee = models.OneToOneField(Attendee, on_delete=models.CASCADE, related_name="held_message")
    text = models.TextField()
    client_id = models.UUIDField()
    reply_to = models.ForeignKey(Message, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    reason = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("message that waits")
        verbose_name_plural = _("messages that wait")
        ordering = ["created_at", "pk"]

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def reading(self) -> str:
        """What a moderator has read: these words. The guest's device makes the one-time id and may use it again."""
        return f"{self.client_id}:{self.created_at.isoformat()}"


class Reaction(models.Model):
    """What somebody feels about a message, without more words: once of each kind, by the database."""

    class Kind(models.TextChoices):
        THANKS = "thanks", _("Thanks")
        AGREE = "agree", _("I agree")
        NEW = "new", _("New to me")

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="reactions")
    attendee = models.ForeignKey(Attendee, on_delete=models.CASCADE, related_name="reactions")
    kind = models.CharField(max_length=10, choices=Kind)

    class Meta:
        verbose_name = _("reaction")
        verbose_name_plural = _("reactions")
        constraints = [models.UniqueConstraint(fields=["message", "attendee", "kind"], name="one_reaction_of_a_kind")]

    def __str__(self) -> str:
        return f"{self.kind} for {self.message_id}"
