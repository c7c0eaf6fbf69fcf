"""The switch with which moderators rehearse a room before it opens."""

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from community.live import actions
from community.live.views.answers import answer_change
from community.live.views.visits import Visit, writing


@require_POST
@writing
def rehearse(visit: Visit) -> HttpResponse:
    """Begin a rehearsal, or end the one that goes on (`end`). 404 for whoever does not moderate here."""
    act = actions.end_rehearsal if "end" in visit.request.POST else actions.start_rehearsal
    moderator = visit.moderator
    return answer_change(visit, lambda: act(moderator, visit.room))
