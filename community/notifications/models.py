"""What a member has been told, and the mails that are to go out about it."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.people.models import User


class NotificationQuerySet(models.QuerySet["Notification"]):
    def of(self, user: User) -> NotificationQuerySet:
        return self.filter(recipient=user)

    def unread(self) -> NotificationQuerySet:
        return self.filter(read_at=None)


class Notification(models.Model):
    """One piece of news for one member. What is stored is shown only after its kind has been asked again."""

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("for"), on_delete=models.CASCADE, related_name="notifications"
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
    )
    actor_name = models.CharField(_("name of who did it"), max_length=80, blank=True)
    key = models.CharField(_("told once per"), max_length=120)
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
            models.Index(fields=["recipient"], condition=Q(read_at=None), name="unread"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}: {self.title}"


class NotificationPreference(models.Model):
    """What a member wants to hear by mail. Whoever has no row has never changed anything."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("member"),
        on_delete=models.CASCADE,
        related_name="notification_preference",
    )
    email_notifications = models.BooleanField(
        _("Send me an e-mail when somebody replies to me or mentions me"), default=True
    )

    class Meta:
        verbose_name = _("notification preference")
        verbose_name_plural = _("notification preferences")

    def __str__(self) -> str:
        return str(self.user)


class Letter(models.Model):
    """A mail to somebody who needs no account, such as a speaker. Its words are made when it is sent, and kept nowhere:
    they may hold a personal link (safety A21)."""

    address = models.EmailField(_("address"))
    kind = models.CharField(_("kind"), max_length=32)
    object_id = models.CharField(_("object"), max_length=64)
    key = models.CharField(_("written once per"), max_length=120, unique=True)
    created_at = models.DateTimeField(_("when"), default=timezone.now)

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.key


class MailJobQuerySet(models.QuerySet["MailJob"]):
    def due(self, now: datetime) -> MailJobQuerySet:
        """To be sent now: its time has come, and no worker holds it or the one that did is gone."""
        free = Q(lease_until=None) | Q(lease_until__lte=now)
        return self.filter(free, state=MailJob.State.WAITING, next_try_at__lte=now)


class MailJob(models.Model):
    """One mail that is to go out, about news for a member or as a letter.

    Written in the transaction of what it tells about, sent by a worker (safety 4.5).
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        SENT = "sent", _("Sent")
        SKIPPED = "skipped", _("Not sent, because it was not wanted or not allowed any more")
        DEAD = "dead", _("Given up")

    notification = models.OneToOneField(
        Notification,
        verbose_name=_("notification"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="mail_job",
    )
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("for"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="mail_jobs",
    )
    letter = models.OneToOneField(
        Letter, verbose_name=_("letter"), null=True, blank=True, on_delete=models.CASCADE, related_name="mail_job"
    )
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_try_at = models.DateTimeField(_("next try"), default=timezone.now)
    lease_until = models.DateTimeField(_("held by a worker until"), null=True, blank=True)
    last_error = models.CharField(_("last error"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("written"), default=timezone.now)
    done_at = models.DateTimeField(_("done"), null=True, blank=True)

    objects = MailJobQuerySet.as_manager()

    class Meta:
        verbose_name = _("mail job")
        verbose_name_plural = _("mail jobs")
        ordering = ["pk"]
        indexes = [models.Index(fields=["next_try_at"], condition=Q(state="waiting"), name="mail_waiting")]
        constraints = [
            models.CheckConstraint(
                condition=Q(letter=None, notification__isnull=False, recipient__isnull=False)
                | Q(letter__isnull=False, notification=None, recipient=None),
                name="news_or_letter",
            )
        ]

    def __str__(self) -> str:
        return f"{self.pk}: {self.state}"
