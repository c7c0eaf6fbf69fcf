"""The one index: every floor above writes what can be found into it (design 4.7)."""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelsearch import index

from community.lib.fold import fold

PUBLIC = "public"


class FoldedField(index.SearchField):
    """A field whose words go into the engine's index in their folded form, while the row keeps what people wrote."""

    def get_value(self, obj: models.Model) -> str:
        return fold(super().get_value(obj) or "")


class SearchEntry(index.Indexed, models.Model):
    """One thing that can be found, as it stood when it was last written."""

    kind = models.CharField(_("kind"), max_length=32)
    object_id = models.CharField(_("object"), max_length=64)
    title = models.CharField(_("title"), max_length=255)
    body = models.TextField(_("text"), blank=True)
    # The folded words of the title between spaces, so that the database can rank by them: " homework feedback ".
    title_folded = models.CharField(max_length=800, editable=False)
    url = models.CharField(_("address"), max_length=500)
    language = models.CharField(_("language"), max_length=8, default="en")
    audience = models.CharField(_("audience"), max_length=64, default=PUBLIC)
    weight = models.PositiveSmallIntegerField(_("weight"), default=1)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("author"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="search_entries",
    )
    updated_at: "models.DateTimeField[datetime, datetime]" = models.DateTimeField(_("changed"), default=timezone.now)

    # The task that modelsearch would start on every save comes too late: who has written wants to find it at once.
    search_auto_update = False
    search_fields: ClassVar = [
        FoldedField("title", boost=4),
        FoldedField("body", boost=1),
        *(
            index.FilterField(name)
            for name in ("id", "kind", "object_id", "language", "audience", "author", "updated_at")
        ),
    ]

    class Meta:
        verbose_name = _("search entry")
        verbose_name_plural = _("search entries")
        ordering = ["-updated_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["kind", "object_id"], name="one_entry_per_object")]
        indexes = [
            models.Index(fields=["audience", "kind"], name="entry_by_audience"),
            models.Index(fields=["author", "-updated_at"], name="entry_by_author"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}: {self.title}"
