"""What stays behind when moderators move, split or join topics: old addresses, and lines of notice."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class OldTopic(models.Model):
    """The number of a topic that was joined with another: whoever comes by its address is led on."""

    number = models.PositiveIntegerField(_("number"), unique=True)
    topic = models.ForeignKey("forum_conversation.Topic", models.CASCADE, related_name="+", verbose_name=_("topic"))

    class Meta:
        verbose_name = _("old address of a topic")
        verbose_name_plural = _("old addresses of topics")

    def __str__(self) -> str:
        return f"{self.number} → {self.topic_id}"


class TopicNote(models.Model):
    """A line in a topic that says what was moved. What it points at is named only to those who may read it."""

    class Kind(models.TextChoices):
        MOVED = "moved", _("the topic came from another forum")
        SPLIT_OFF = "split_off", _("posts went to another topic")
        SPLIT_FROM = "split_from", _("the topic was begun with posts of another")
        JOINED = "joined", _("posts of another topic came here")

    topic = models.ForeignKey("forum_conversation.Topic", models.CASCADE, related_name="notes", verbose_name=_("topic"))
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    # The post below which it stands; without one it stands at the top.
    after = models.ForeignKey(
        "forum_conversation.Post", models.SET_NULL, null=True, related_name="+", verbose_name=_("below the post")
    )
    count = models.PositiveIntegerField(_("how many posts"), default=0)
    other = models.ForeignKey(
        "forum_conversation.Topic", models.SET_NULL, null=True, related_name="+", verbose_name=_("the other topic")
    )
    forum = models.ForeignKey(
        "forum.Forum", models.SET_NULL, null=True, related_name="+", verbose_name=_("the other forum")
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("who did it")
    )
    at = models.DateTimeField(_("when"), default=timezone.now)

    class Meta:
        verbose_name = _("line of notice")
        verbose_name_plural = _("lines of notice")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.kind} in {self.topic_id}"
