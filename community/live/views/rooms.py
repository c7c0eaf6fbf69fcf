"""The pages of live rooms, and the events after a number for whoever catches up."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_GET

from community.live import queries
from community.live.models import Room, RoomEvent
from community.live.permissions import can_moderate_room
from community.live.views.answers import room_page
from community.live.views.news import answer_news
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
    if not visit.quiet:
        return room_page(visit)
    visit.note_reader()
    return _packed(visit.request, room_page(visit))


_packed = gzip_page(lambda request, page: page)


@require_GET
@never_cache
@reading
def events(visit: Visit) -> JsonResponse:
    """The events after a number; those of the desk for moderators only. Whoever asks again and again says `here`."""
    stream = visit.request.GET.get("stream", RoomEvent.Stream.ROOM)
    if stream not in RoomEvent.Stream.values:
        raise Http404
    if stream == RoomEvent.Stream.DESK and not can_moderate_room(visit.voice, visit.room):
        raise Http404
    if "here" in visit.request.GET:
        visit.note_reader()
    return answer_news(visit.request, visit.room, stream)
