"""How far each member has read: a moment for each topic, and one moment before which everything counts as read."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class ReadMark(models.Model):
    """Up to which moment a member has read a topic. Machina's own mark always says "now", also after page 1 of 100."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("member"))
    topic = models.ForeignKey("forum_conversation.Topic", models.CASCADE, related_name="+", verbose_name=_("topic"))
    read_at = models.DateTimeField(_("read up to"))

    class Meta:
        verbose_name = _("read mark")
        verbose_name_plural = _("read marks")
        constraints = [models.UniqueConstraint(fields=["user", "topic"], name="one_read_mark_per_topic")]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.topic_id}"


class ReadStamp(models.Model):
    """Everything before this moment is read: in one forum, or in all of them when `forum` is empty.

    So that marking everything as read writes one row, however much there is.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("member"))
    forum = models.ForeignKey(
        "forum.Forum", models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("forum")
    )
    read_at = models.DateTimeField(_("read before"))

    class Meta:
        verbose_name = _("read stamp")
        verbose_name_plural = _("read stamps")
        constraints = [
            models.UniqueConstraint(fields=["user", "forum"], name="one_read_stamp_per_forum"),
            models.UniqueConstraint(fields=["user"], condition=Q(forum=None), name="one_read_stamp_for_all"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.forum_id or 'all'}"
