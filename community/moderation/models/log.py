"""The log: one row for each act, and one for its end."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _


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
