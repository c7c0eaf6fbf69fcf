"""The one index: every floor above writes what can be found into it (design 4.7)."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

PUBLIC = "public"


class SearchEntry(models.Model):
    """One thing that can be found, as it stood when it was last written."""

    kind = models.CharField(_("kind"), max_length=32)
    object_id = models.CharField(_("object"), max_length=64)
    title = models.CharField(_("title"), max_length=255)
    body = models.TextField(_("text"), blank=True)
    # The folded words of the title between spaces, so that the database can rank by them: " homework feedback ".
    title_folded = models.CharField(max_length=800, editable=False)
    # The folded words of title and text: what the full-text index is made of.
    folded = models.TextField(editable=False, default="")
    url = models.CharField(_("address"), max_length=500)
    language = models.CharField(_("language"), max_length=8, default="en")
    audience = models.CharField(_("audience"), max_length=64, default=PUBLIC)
    bundle = models.CharField(_("belongs to"), max_length=64, blank=True, default="")
    weight = models.PositiveSmallIntegerField(_("weight"), default=1)
    # The codes of the industrial ecosystems that it is about, between spaces: " digital health ".
    ecosystems = models.CharField(_("industrial ecosystems"), max_length=400, blank=True, default="")
    answered = models.BooleanField(_("answered"), default=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("author"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="search_entries",
    )
    updated_at: "models.DateTimeField[datetime, datetime]" = models.DateTimeField(_("changed"), default=timezone.now)

    class Meta:
        verbose_name = _("search entry")
        verbose_name_plural = _("search entries")
        ordering = ["-updated_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["kind", "object_id"], name="one_entry_per_object")]
        indexes = [
            models.Index(fields=["author", "-updated_at"], name="entry_by_author"),
            models.Index(fields=["bundle"], name="entry_by_bundle"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}: {self.title}"
