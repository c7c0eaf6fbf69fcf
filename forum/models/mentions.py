"""Who is named in a post."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Mention(models.Model):
    """Somebody who is named in a post and could read it when it was written, by what was typed."""

    post = models.ForeignKey("forum_conversation.Post", models.CASCADE, related_name="mentions", verbose_name=_("post"))
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("member"))
    handle = models.CharField(_("as typed"), max_length=120)

    class Meta:
        verbose_name = _("mention")
        verbose_name_plural = _("mentions")
        constraints = [models.UniqueConstraint(fields=["post", "handle"], name="one_mention_per_handle")]

    def __str__(self) -> str:
        return f"@{self.handle}"
