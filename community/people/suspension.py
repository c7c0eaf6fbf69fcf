"""What a browser remembers of a suspension once its member has signed out.

Rooms for everyone take guests, and a guest has no account that could be suspended. Whoever signs out in order to go on
as a guest is told so in the same browser, until the suspension ends. No more than that is possible without following
people around: another browser, or one whose cookies were cleared, is a guest like any other, whom moderators can mute
and shut out by itself, with everybody from that address let in slowly afterwards (`community.live.newcomers`).
"""

from datetime import datetime

from django.http import HttpRequest
from django.utils import timezone
from django.utils.dateparse import parse_datetime

_KEY = "suspended_until"


def suspension_of(request: HttpRequest) -> datetime | None:
    """Until when whoever is signed in here, or was last, is suspended; None if they are not."""
    user = request.user
    if user.is_authenticated:
        return user.suspended_until if user.is_suspended else None
    return remembered_suspension(request)


def remembered_suspension(request: HttpRequest) -> datetime | None:
    """Until when the browser remembers that somebody is suspended, whoever is signed in by now."""
    until = parse_datetime(request.session.get(_KEY, ""))
    return until if until and until > timezone.now() else None


def remember_suspension(request: HttpRequest, until: datetime) -> None:
    """Keep it in the session of nobody that begins when a member has signed out."""
    request.session[_KEY] = until.isoformat()
