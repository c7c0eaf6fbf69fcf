"""Moves the dates of the demo world: its files are written for one day, and what is not history moves with today."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

WRITTEN_FOR = date(2026, 11, 21)
BRUSSELS = ZoneInfo("Europe/Brussels")


@dataclass(frozen=True)
class Dates:
    """By how many days the demo moves: whole fortnights, so that talks stay on Wednesdays."""

    shift: timedelta

    @classmethod
    def for_anchor(cls, anchor: date) -> "Dates":
        fortnights = (anchor - WRITTEN_FOR).days // 14
        return cls(timedelta(days=14 * fortnights))

    def day(self, text: str, *, historic: bool = False) -> date:
        """A day of the files, `2026-11-18`, as it is in this demo world."""
        written = date.fromisoformat(text)
        return written if historic else written + self.shift

    def days_ago(self, days: float) -> datetime:
        """A moment in the late morning, so many days before the day that the demo is written for, moved along."""
        noon = datetime.combine(WRITTEN_FOR, time(10, 12), BRUSSELS)
        return noon + self.shift - timedelta(days=days)
