"""Taking messages of a room along, to wherever a floor above offers to write about them."""

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from community.live import registry
from community.live.models import Message
from community.live.views.answers import room_page
from community.live.views.visits import Visit, writing

MOST_MESSAGES = 30  # more would not fit into one post


@require_POST
@writing
def take(visit: Visit) -> HttpResponse:
    """Hand the chosen messages on, oldest first; never a hidden one. Nothing is stored by it."""
    if not registry.can_take(visit.request.user, visit.room):  # type: ignore[arg-type]
        raise Http404
    messages = _chosen(visit)
    if not messages:
        return room_page(visit, 400, taking=True, refusal=_("Tick the messages that you want to take along."))
    return registry.compose_from(visit.request, visit.room, messages)


def _chosen(visit: Visit) -> list[Message]:
    sent = visit.request.POST.getlist("message")
    pks = [int(pk) for pk in sent[:MOST_MESSAGES] if pk.isascii() and pk.isdigit() and len(pk) < 19]
    found = visit.room.messages.filter(pk__in=pks, hidden_at=None).select_related("attendee__user")
    chosen = list(found.order_by("created_at", "pk"))
    for message in chosen:
        message.room = visit.room
    return chosen
