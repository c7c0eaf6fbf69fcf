"""What a reader has yet to see, for catching up and for polling where sockets are blocked."""

from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _

from community.live import frames
from community.live.models import Room
from community.live.views.asking import number_in


def answer_news(request: HttpRequest, room: Room, stream: str) -> JsonResponse:
    """The events of a stream after number `after`; 410 for whoever counts in a history that is no more (`epoch`)."""
    if request.GET.get("epoch", str(room.epoch)) != str(room.epoch):
        return JsonResponse({"error": _("The room was restored. Reload the page.")}, status=410)
    return JsonResponse(_news(room, stream, number_in(request, "after"), number_in(request, "votes")))


def _news(room: Room, stream: str, after: int, version: int) -> dict[str, Any]:
    """What a reader who has seen event `after` and the counts of `version` has yet to see."""
    answer: dict[str, Any] = {
        "events": frames.events_after(room.pk, stream, after),
        "head": room.head_of(stream),
        "version": room.votes_version,
    }
    if version != room.votes_version:
        answer["counts"] = frames.counts(room)
    return answer
