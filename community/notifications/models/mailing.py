"""The mails that are to go out: about news, as letters, and as digests."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.notifications.models.news import Notification


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


class Digest(models.Model):
    """One digest for one member and one period, "2026-11-23" or "2026-W48". Its words are made when it is sent."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("for"), on_delete=models.CASCADE, related_name="digests"
    )
    period = models.CharField(_("period"), max_length=10)
    since = models.DateTimeField(_("tells what happened since"))
    created_at = models.DateTimeField(_("when"), default=timezone.now)

    class Meta:
        verbose_name = _("digest")
        verbose_name_plural = _("digests")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["user", "period"], name="one_digest_per_period")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.period}"


class MailJobQuerySet(models.QuerySet["MailJob"]):
    def due(self, now: datetime) -> MailJobQuerySet:
        """To be sent now: its time has come, and no worker holds it or the one that did is gone."""
        free = Q(lease_until=None) | Q(lease_until__lte=now)
        return self.filter(free, state=MailJob.State.WAITING, next_try_at__lte=now)


class MailJob(models.Model):
    """One mail that is to go out: about news for a member, as a letter, or as a digest.

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
    digest = models.OneToOneField(
        Digest, verbose_name=_("digest"), null=True, blank=True, on_delete=models.CASCADE, related_name="mail_job"
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
        indexes = [
            models.Index(fields=["next_try_at"], condition=Q(state="waiting"), name="mail_waiting"),
            models.Index(fields=["recipient"], condition=Q(state="waiting"), name="mail_waiting_for"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(letter=None, digest=None, notification__isnull=False, recipient__isnull=False)
                | Q(letter=None, notification=None, digest__isnull=False, recipient__isnull=False)
                | Q(letter__isnull=False, notification=None, digest=None, recipient=None),
                name="news_letter_or_digest",
            )
        ]

    def __str__(self) -> str:
        return f"{self.pk}: {self.state}"

    @property
    def address(self) -> str:
        """To whom it goes."""
        return self.letter.address if self.letter else self.recipient.email if self.recipient else ""

    @property
    def about(self) -> str:
        """What kind of mail it is, without its words."""
        return self.letter.kind if self.letter else self.notification.kind if self.notification else "digest"
