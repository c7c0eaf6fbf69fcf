"""What a post said before it was changed."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forum.models.details import Hideable


class PostVersion(Hideable):
    """A former text. A moderator hides one that holds what should not have been written, such as personal data."""

    post = models.ForeignKey("forum_conversation.Post", models.CASCADE, related_name="versions", verbose_name=_("post"))
    text = models.TextField(_("text"))
    writer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("written by")
    )
    written_at = models.DateTimeField(_("written"))
    reason = models.CharField(_("why it was written"), max_length=255, blank=True)
    replaced_at = models.DateTimeField(_("replaced"), default=timezone.now)

    class Meta:
        verbose_name = _("former text")
        verbose_name_plural = _("former texts")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.post_id}, {self.written_at:%Y-%m-%d %H:%M}"
