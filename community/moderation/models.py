"""Reports, what was decided about them, and the log that nobody can edit.

Nothing here points at the content itself: kind, id, address and title are kept as text, so that a report outlives
what it is about (design 2).
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Subject(models.Model):
    """What a report or a decision is about, as it was called at that moment."""

    kind = models.CharField(_("kind"), max_length=32)
    object_id = models.CharField(_("object"), max_length=64)
    url = models.CharField(_("address"), max_length=500)
    title = models.CharField(_("title"), max_length=255)

    class Meta:
        abstract = True


class Decision(Subject):
    """What a moderator decided about one thing: the statement of reasons (Digital Services Act, Article 17)."""

    class Outcome(models.TextChoices):
        HIDE = "hide", _("Hide it")
        KEEP = "keep", _("Leave it as it is")

    class Ground(models.TextChoices):
        RULES = "rules", _("The rules of this community")
        LAW = "law", _("The law")

    outcome = models.CharField(_("decision"), max_length=8, choices=Outcome)
    ground = models.CharField(_("ground"), max_length=8, choices=Ground, default=Ground.RULES)
    reason = models.TextField(_("reason"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("author of the content"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="decisions_about",
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("decided by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="decisions_made",
    )
    decided_at = models.DateTimeField(_("decided"), default=timezone.now)
    reversed_at = models.DateTimeField(_("reversed"), null=True, blank=True)
    reversed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("reversed by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="decisions_reversed",
    )
    reversal_reason = models.TextField(_("reason for the reversal"), blank=True)

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["-decided_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.outcome} {self.kind} {self.object_id}"

    def get_absolute_url(self) -> str:
        return reverse("moderation:decision", args=[self.pk])

    @property
    def hides(self) -> bool:
        """Whether the content is hidden because of this decision, now."""
        return self.outcome == self.Outcome.HIDE and self.reversed_at is None


class ReportQuerySet(models.QuerySet["Report"]):
    def open(self) -> ReportQuerySet:
        return self.filter(decision=None)

    def decided(self) -> ReportQuerySet:
        return self.exclude(decision=None)

    def about(self, kind: str, object_id: object) -> ReportQuerySet:
        return self.filter(kind=kind, object_id=str(object_id))


class Report(Subject):
    """A member's notice that something should not be there (Digital Services Act, Article 16)."""

    class Reason(models.TextChoices):
        UNKIND = "unkind", _("It is insulting, threatening or harassing")
        SPAM = "spam", _("It is advertising or spam")
        PERSONAL = "personal", _("It shows somebody's personal data")
        RIGHTS = "rights", _("It uses somebody's work without permission")
        ILLEGAL = "illegal", _("It is against the law in another way")
        OTHER = "other", _("Something else is wrong with it")

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        DECIDED = "decided", _("Decided")

    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("reported by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="reports",
    )
    reason = models.CharField(_("what is wrong"), max_length=12, choices=Reason)
    details = models.TextField(_("explanation"), blank=True)
    good_faith = models.BooleanField(_("made in good faith"), default=True)
    created_at = models.DateTimeField(_("reported"), default=timezone.now)
    decision = models.ForeignKey(
        Decision, verbose_name=_("decision"), null=True, blank=True, on_delete=models.PROTECT, related_name="reports"
    )

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ["created_at", "pk"]
        indexes = [models.Index(fields=["kind", "object_id"], name="report_by_object")]
        constraints = [
            models.UniqueConstraint(
                fields=["reporter", "kind", "object_id"],
                condition=Q(decision=None),
                name="one_open_report_per_member",
            )
        ]

    def __str__(self) -> str:
        return f"{self.reason}: {self.kind} {self.object_id}"

    def get_absolute_url(self) -> str:
        return reverse("moderation:report", args=[self.pk])

    @property
    def state(self) -> str:
        return self.State.DECIDED if self.decision_id else self.State.OPEN


class AuditEntryIsFinal(Exception):
    """Raised when something tries to change or delete what is in the log (safety 4.8)."""


class AuditEntryQuerySet(models.QuerySet["AuditEntry"]):
    def update(self, **kwargs: Any) -> int:
        raise AuditEntryIsFinal("Entries of the log are never changed.")

    def delete(self) -> Any:
        raise AuditEntryIsFinal("Entries of the log are never deleted.")


class AuditEntry(models.Model):
    """One act that people may have to answer for. Each entry holds the hash of the one before it.

    The actor is a number in the hash, never a name, so that a member who leaves can be forgotten and the chain holds.
    """

    number = models.PositiveBigIntegerField(_("number"), unique=True)
    at = models.DateTimeField(_("when"))
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("who"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    action = models.CharField(_("what"), max_length=64)
    kind = models.CharField(_("kind"), max_length=32, blank=True)
    object_id = models.CharField(_("object"), max_length=64, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    before = models.JSONField(_("before"), null=True, encoder=DjangoJSONEncoder)
    after = models.JSONField(_("after"), null=True, encoder=DjangoJSONEncoder)
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64, unique=True)

    objects = AuditEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("log entry")
        verbose_name_plural = _("log entries")
        ordering = ["-number"]
        indexes = [models.Index(fields=["kind", "object_id"], name="audit_by_object")]

    def __str__(self) -> str:
        return f"{self.number}: {self.action}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AuditEntryIsFinal("Entries of the log are never changed.")
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        raise AuditEntryIsFinal("Entries of the log are never deleted.")


class AuditHead(models.Model):
    """The end of the log: one row, which writers lock so that the chain never forks and its tail can't go missing."""

    number = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = _("end of the log")
        verbose_name_plural = _("end of the log")

    def __str__(self) -> str:
        return str(self.number)
