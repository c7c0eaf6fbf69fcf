"""The pages of live rooms, and the events after a number for whoever catches up."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_GET

from community.live import frames, queries
from community.live.models import Room, RoomEvent
from community.live.permissions import can_moderate_room
from community.live.views.answers import room_page
from community.live.views.visits import Visit, reading


@require_GET
def rooms(request: HttpRequest) -> HttpResponse:
    """Rooms that are open now, the next ones to open, and those that stay open between sessions."""
    listed = Room.objects.listed()
    context = {
        "open_now": listed.timed().open_now(),
        "later": listed.opening_later()[:10],
        "standing": queries.standing_rooms(request.user),
    }
    return render(request, "live/rooms.html", context)


@require_GET
@never_cache
@reading
def room(visit: Visit) -> HttpResponse:
    """The room; packed in quiet mode, where every byte counts, also on servers that pack nothing by themselves."""
    page = room_page(visit)
    return _packed(visit.request, page) if "quiet" in visit.request.GET else page


_packed = gzip_page(lambda request, page: page)


@require_GET
@never_cache
@reading
def events(visit: Visit) -> JsonResponse:
    """The events after number `after`, for catching up and for polling where sockets are blocked."""
    query = visit.request.GET
    stream = query.get("stream", RoomEvent.Stream.ROOM)
    if stream not in RoomEvent.Stream.values:
        raise Http404
    if stream == RoomEvent.Stream.DESK and not can_moderate_room(visit.voice, visit.room):
        raise Http404
    if query.get("epoch", str(visit.room.epoch)) != str(visit.room.epoch):
        return JsonResponse({"error": _("The room was restored. Reload the page.")}, status=410)
    return JsonResponse(news_after(visit.room, stream, visit.number("after"), visit.number("votes")))


def news_after(room: Room, stream: str, after: int, version: int) -> dict[str, Any]:
    """What a reader who has seen event `after` and the counts of `version` has yet to see."""
    answer: dict[str, Any] = {
        "events": frames.events_after(room, stream, after),
        "head": room.head_of(stream),
        "version": room.votes_version,
    }
    if version != room.votes_version:
        answer["counts"] = frames.counts(room)
    return answer
