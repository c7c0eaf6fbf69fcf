"""What somebody says is wrong."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.moderation.models.decisions import Decision, Subject


class ReportQuerySet(models.QuerySet["Report"]):
    def open(self) -> ReportQuerySet:
        return self.filter(decision=None)

    def decided(self) -> ReportQuerySet:
        return self.exclude(decision=None)

    def about(self, kind: str, object_id: object) -> ReportQuerySet:
        return self.filter(kind=kind, object_id=str(object_id))


class Report(Subject):
    """A notice that something should not be there (Digital Services Act, Article 16)."""

    class Reason(models.TextChoices):
        UNKIND = "unkind", _("It is insulting, threatening or harassing")
        SPAM = "spam", _("It is advertising or spam")
        PERSONAL = "personal", _("It shows somebody's personal data")
        RIGHTS = "rights", _("It uses somebody's work without permission")
        ILLEGAL = "illegal", _("It is against the law in another way")
        CHILD = "child", _("It shows the sexual abuse of a child")
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
    # Of somebody without an account, to whom the answer goes by mail (Article 16.2 c).
    notifier_name = models.CharField(_("name"), max_length=120, blank=True)
    notifier_email = models.EmailField(_("e-mail address"), blank=True)
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
