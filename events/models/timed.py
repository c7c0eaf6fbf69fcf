"""What has a day, a start, an end and a zone (R-EVT-2)."""

from datetime import date, datetime, time
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from community.lib import durations, wallclock

BEFORE, NOW, OVER = "upcoming", "live", "ended"
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2099, 12, 31)  # 02.12.0026 is a slip of the hand


class Timed(models.Model):
    """A wall-clock time in the event's own zone, never in the editor's; the moments in UTC are derived on save.

    Typed: day, start, end, zone (IANA name). Derived: starts_at, ends_at (UTC), which lists filter and sort by.
    """

    day = models.DateField(_("day"))
    start = models.TimeField(_("starts"), default=time(8, 30))
    end = models.TimeField(_("ends"), default=time(9, 45))
    zone = models.CharField(
        _("time zone"),
        max_length=64,
        default=wallclock.DEFAULT_ZONE,
        choices=wallclock.zone_choices,
        help_text=_("The times above are what the clocks show there, wherever you are."),
    )
    starts_at = models.DateTimeField(editable=False, db_index=True)
    ends_at = models.DateTimeField(editable=False, db_index=True)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.derive_moments()
        super().save(*args, **kwargs)

    def clean(self) -> None:
        super().clean()
        if self.day and self.start and self.end:
            self.derive_moments()

    def derive_moments(self) -> None:
        """Set starts_at and ends_at. Raises ValidationError at the field whose time cannot be."""
        if self.zone not in wallclock.zone_names():
            raise ValidationError({"zone": _("Choose a time zone from the list.")})
        if not FIRST_DAY <= self.day <= LAST_DAY:
            raise ValidationError({"day": _("Choose a day from 2000 to 2099.")})
        if self.end <= self.start:
            raise ValidationError({"end": _("The end has to be after the start.")})
        self.starts_at = self._moment("start")
        self.ends_at = self._moment("end")

    def _moment(self, field: str) -> datetime:
        try:
            return wallclock.moment(self.day, getattr(self, field), self.zone)
        except wallclock.TimeDoesNotExist as error:
            message = _("The clocks skip this time on that day, when summer time begins. Choose another.")
            raise ValidationError({field: message}) from error

    def state_at(self, moment: datetime) -> str:
        """Return "upcoming", "live" or "ended" by the clock alone."""
        if moment < self.starts_at:
            return BEFORE
        return NOW if moment < self.ends_at else OVER

    @property
    def minutes(self) -> int:
        return int((self.ends_at - self.starts_at).total_seconds()) // 60

    @property
    def length(self) -> str:
        """Say "75 min"."""
        return durations.in_minutes(self.minutes)

    @property
    def time_label(self) -> str:
        """Say "08:30–09:45 Brussels time (CEST, UTC+2)"."""
        return wallclock.time_label(self.starts_at, self.ends_at, self.zone)
