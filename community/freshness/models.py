"""The number that moves with every change."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SiteState(models.Model):
    """One row. Pages that were drawn under another number are not shown any more."""

    number = models.BigIntegerField(_("number"), default=0)

    class Meta:
        verbose_name = _("state of the site")
        verbose_name_plural = _("states of the site")

    def __str__(self) -> str:
        return str(self.number)
