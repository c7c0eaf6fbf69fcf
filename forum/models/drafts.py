"""What somebody has begun to write and not posted yet."""

from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from community.people.models import User


class DraftQuerySet(models.QuerySet["Draft"]):
    def of(self, user: User) -> DraftQuerySet:
        return self.filter(user=user)

    def newest_first(self) -> DraftQuerySet:
        return self.order_by("-updated_at", "-pk")


class Draft(models.Model):
    """One for each member and place: a reply to a topic, or a new topic in a forum.

    It carries the number of the form, so that a draft which is found again on another device makes the same post.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="forum_drafts", verbose_name=_("member")
    )
    topic = models.ForeignKey(
        "forum_conversation.Topic", models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("topic")
    )
    forum = models.ForeignKey(
        "forum.Forum", models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("forum")
    )
    subject = models.CharField(_("subject"), max_length=255, blank=True)
    content = models.TextField(_("text"), blank=True)
    # What else the form holds, by the names of its fields: kind, language, which post is answered.
    choices = models.JSONField(_("other fields"), default=dict, blank=True)
    client_id = models.UUIDField(_("form number"), default=uuid4)
    revision = models.PositiveIntegerField(_("revision"), default=1)
    created_at = models.DateTimeField(_("begun"), auto_now_add=True)
    updated_at = models.DateTimeField(_("saved"), auto_now=True)

    objects = DraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "topic"], condition=Q(topic__isnull=False), name="one_draft_per_topic"
            ),
            models.UniqueConstraint(
                fields=["user", "forum"], condition=Q(forum__isnull=False), name="one_draft_per_forum"
            ),
            models.CheckConstraint(
                condition=Q(topic__isnull=True, forum__isnull=False) | Q(topic__isnull=False, forum__isnull=True),
                name="draft_has_one_place",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.topic_id or self.forum_id}"

    @property
    def words(self) -> str:
        """As they were typed, to be escaped where they are shown."""
        return self.content or self.subject
