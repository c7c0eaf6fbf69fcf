"""Files that belong to posts, in a folder that no address leads to: only the view that asks who reads sends them."""

from __future__ import annotations

import secrets
from pathlib import PurePosixPath

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

FOLDER = "forum_files"


def new_key() -> str:
    """96 random bits: the address of a file tells nothing and cannot be guessed."""
    return secrets.token_hex(12)


def stored_name(attachment: Attachment, name: str) -> str:
    """A random name on the disk; of what the sender called the file nothing gets there but our own ending."""
    return f"{FOLDER}/{timezone.now():%Y-%m}/{secrets.token_hex(16)}{PurePosixPath(name).suffix}"


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    def loose(self) -> AttachmentQuerySet:
        """Uploaded, and in no post."""
        return self.filter(post=None)


class Attachment(models.Model):
    """Uploaded for a forum while a post is written. The post whose text names it takes it in; the others are swept."""

    key = models.CharField(_("key"), max_length=24, unique=True, default=new_key, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("member")
    )
    forum = models.ForeignKey("forum.Forum", models.CASCADE, related_name="+", verbose_name=_("forum"))
    post = models.ForeignKey(
        "forum_conversation.Post",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="kept_files",
        verbose_name=_("post"),
    )
    file = models.FileField(_("file"), upload_to=stored_name, max_length=120)
    name = models.CharField(_("name"), max_length=120)
    content_type = models.CharField(_("type"), max_length=80)
    size = models.PositiveIntegerField(_("bytes"))
    width = models.PositiveSmallIntegerField(_("width"), null=True, blank=True)
    height = models.PositiveSmallIntegerField(_("height"), null=True, blank=True)
    loose_since = models.DateTimeField(_("in no post since"), null=True, blank=True, default=timezone.now)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        indexes = [models.Index(fields=["loose_since"], condition=Q(loose_since__isnull=False), name="loose_files")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_picture(self) -> bool:
        return self.width is not None
