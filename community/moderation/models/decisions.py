"""What moderators decided, why, and what its author said against it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
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
        REJECT = "reject", _("Do not publish it")
        SUSPEND = "suspend", _("Suspend the member")

    class Ground(models.TextChoices):
        RULES = "rules", _("The rules of this community")
        LAW = "law", _("The law")

    outcome = models.CharField(_("decision"), max_length=8, choices=Outcome)
    ground = models.CharField(_("ground"), max_length=8, choices=Ground, default=Ground.RULES)
    reference = models.CharField(_("which rule or law"), max_length=200, blank=True)
    facts = models.TextField(_("facts"), blank=True)
    reason = models.TextField(_("reason"))
    # When a restriction ends by itself. Without it, it stands until somebody takes it back.
    until = models.DateTimeField(_("until"), null=True, blank=True)
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

    @property
    def restricts(self) -> bool:
        """Whether something is taken from its author because of this decision, now."""
        ended = self.until is not None and self.until <= timezone.now()
        return self.outcome != self.Outcome.KEEP and self.reversed_at is None and not ended


class Appeal(models.Model):
    """The one note with which an author asks that somebody else looks again (Digital Services Act, Article 20)."""

    decision = models.OneToOneField(
        Decision, verbose_name=_("decision"), on_delete=models.PROTECT, related_name="appeal"
    )
    text = models.TextField(_("what the author says"))
    created_at = models.DateTimeField(_("sent"), default=timezone.now)
    granted = models.BooleanField(_("granted"), null=True)
    answer = models.TextField(_("answer"), blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("answered by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)

    class Meta:
        verbose_name = _("appeal")
        verbose_name_plural = _("appeals")
        ordering = ["created_at", "pk"]

    def __str__(self) -> str:
        return f"{self.decision_id}"
