"""What members follow, how closely, and which mails they want."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.people.models import User


class Level(models.TextChoices):
    """How closely somebody follows something. Whoever has no row hears of it only when they are spoken to."""

    INSTANT = "instant", _("At once")
    DIGEST = "digest", _("In the digest")
    MUTE = "mute", _("Muted")


class FollowQuerySet(models.QuerySet["Follow"]):
    def of(self, user: User) -> FollowQuerySet:
        return self.filter(user=user)


class Follow(models.Model):
    """A member follows a topic, a forum, a series or whatever else a floor above has registered."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("member"),
        on_delete=models.CASCADE,
        related_name="follows",
        db_index=False,  # the constraint begins with it
    )
    kind = models.CharField(_("kind"), max_length=16)
    object_id = models.CharField(_("object"), max_length=64)
    level = models.CharField(_("level"), max_length=8, choices=Level)
    created_at = models.DateTimeField(_("since"), default=timezone.now)

    objects = FollowQuerySet.as_manager()

    class Meta:
        verbose_name = _("follow")
        verbose_name_plural = _("follows")
        ordering = ["-created_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["user", "kind", "object_id"], name="followed_once")]
        indexes = [models.Index(fields=["kind", "object_id"], name="followers")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.kind} {self.object_id}: {self.level}"


class NotificationPreference(models.Model):
    """What a member wants to hear by mail. Whoever has no row has never changed anything."""

    class Cadence(models.TextChoices):
        UNDECIDED = "", _("Weekly, once you follow something in the digest")
        DAILY = "daily", _("Every morning")
        WEEKLY = "weekly", _("Every Monday morning")
        NEVER = "never", _("Never")

    class Wait(models.IntegerChoices):
        SHORT = 5, _("5 minutes")
        HALF_HOUR = 30, _("30 minutes")
        TWO_HOURS = 120, _("2 hours")

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("member"),
        on_delete=models.CASCADE,
        related_name="notification_preference",
    )
    email_notifications = models.BooleanField(
        _("Send me an e-mail when somebody replies to me or mentions me"), default=True
    )
    digest = models.CharField(_("digest"), max_length=8, choices=Cadence, blank=True, default=Cadence.UNDECIDED)
    # In minutes. What is written within them comes in one mail, and says what it says at their end.
    mail_wait = models.PositiveSmallIntegerField(_("mail waits"), choices=Wait, default=Wait.SHORT)

    class Meta:
        verbose_name = _("notification preference")
        verbose_name_plural = _("notification preferences")

    def __str__(self) -> str:
        return str(self.user)
