"""When a member was last here, to the hour: digests are for those who were not."""

from collections.abc import Callable
from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from community.people.models import User

NOTED_EVERY = timedelta(hours=1)


class NoteVisits:
    """Middleware. Notes a visit at most once an hour, and only for requests that have asked who it is anyway."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        user = getattr(request, "_cached_user", None)
        if user is not None and user.is_authenticated:
            note_visit(user)
        return response


def note_visit(user: User) -> None:
    """Whoever has just signed in was here, too."""
    now = timezone.now()
    noted = [moment for moment in (user.last_seen_at, user.last_login) if moment]
    if not noted or max(noted) < now - NOTED_EVERY:
        User.objects.filter(pk=user.pk).update(last_seen_at=now)
