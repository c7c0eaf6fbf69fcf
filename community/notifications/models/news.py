"""What a member has been told."""

from __future__ import annotations

from datetime import UTC, datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.notifications.registry import Current
from community.people.models import User

# "Read" when there was nothing yet: kept from whoever may not see it for now. It is no news, and may be news again.
WITHDRAWN = datetime(1970, 1, 1, tzinfo=UTC)


class NotificationQuerySet(models.QuerySet["Notification"]):
    def of(self, user: User) -> NotificationQuerySet:
        return self.filter(recipient=user)

    def unread(self) -> NotificationQuerySet:
        return self.filter(read_at=None)

    def withdrawn(self) -> NotificationQuerySet:
        return self.filter(read_at=WITHDRAWN)

    def heads(self) -> NotificationQuerySet:
        """One row for what is shown as one."""
        return self.filter(folded=False)


class Notification(models.Model):
    """One piece of news for one member. What is stored is shown only after its kind has been asked again: then `says`
    is what it says now."""

    says: Current

    # A post may tell hundreds: what is written for each has no index of its own where another begins with the same.
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("for"),
        on_delete=models.CASCADE,
        related_name="notifications",
        db_index=False,
    )
    kind = models.CharField(_("kind"), max_length=32)
    object_id = models.CharField(_("object"), max_length=64)
    title = models.CharField(_("title"), max_length=255)
    text = models.TextField(_("text"), blank=True)
    url = models.CharField(_("address"), max_length=500)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("who did it"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        db_index=False,
    )
    actor_name = models.CharField(_("name of who did it"), max_length=80, blank=True)
    key = models.CharField(_("told once per"), max_length=120)
    # What it belongs to, such as "topic:12". Of unread news of one kind and thread only the newest is not folded.
    thread = models.CharField(_("thread"), max_length=80, blank=True)
    folded = models.BooleanField(_("folded into newer news"), default=False)
    # Why the member was told: what they follow. The mail's way out ends this.
    follow_kind = models.CharField(_("kind of what is followed"), max_length=16, blank=True)
    follow_id = models.CharField(_("what is followed"), max_length=64, blank=True)
    mailed_at = models.DateTimeField(_("mailed"), null=True, blank=True)
    created_at = models.DateTimeField(_("when"), default=timezone.now)
    read_at = models.DateTimeField(_("read"), null=True, blank=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("notification")
        verbose_name_plural = _("notifications")
        ordering = ["-created_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["recipient", "key"], name="told_once")]
        indexes = [
            models.Index(fields=["recipient", "-created_at"], name="inbox"),
            models.Index(fields=["recipient", "thread"], condition=Q(read_at=None), name="unread"),
            models.Index(fields=["recipient", "thread"], condition=Q(read_at=None, folded=False), name="to_fold"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}: {self.title}"
