"""How lengths of time are printed."""

from django.utils.translation import gettext


def in_minutes(minutes: int) -> str:
    """Say "75 min": the length of one talk or lesson (R-EVT-2)."""
    return gettext("%(minutes)d min") % {"minutes": minutes}


def in_hours(minutes: int) -> str:
    """Say "1 h 30", "2 h", "45 min": the length of a module or course (R-MAT-2)."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return in_minutes(rest)
    if not rest:
        return gettext("%(hours)d h") % {"hours": hours}
    return gettext("%(hours)d h %(minutes)02d") % {"hours": hours, "minutes": rest}


def on_the_clock(seconds: int) -> str:
    """Say "4:30" or "1:02:15": a place in a film."""
    hours, rest = divmod(seconds, 3600)
    minutes, left = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{left:02}" if hours else f"{minutes}:{left:02}"
