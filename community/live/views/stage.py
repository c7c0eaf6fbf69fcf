"""The room on a projector: what is answered now, what comes next, and how to join."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from community.live import desks
from community.live.polls import stage_poll
from community.live.qr import qr_svg
from community.live.views.visits import Visit, reading


@require_GET
@never_cache
@reading
def stage(visit: Visit) -> HttpResponse:
    """Nothing to press, nothing that is not for all. Sizes for reading from 10 m: see css/pages/stage.css."""
    room = visit.room
    joining = room.audience == room.Audience.EVERYONE
    url = visit.request.build_absolute_uri(
        reverse("join:room", args=[room.code]) if joining else room.get_absolute_url()
    )
    short = reverse("join:code").rstrip("/") if joining else room.get_absolute_url()
    context = {
        "room": room,
        "stage": desks.on_stage(room),
        "shown": stage_poll(room),
        "joining": joining,
        "address": visit.request.get_host() + short,
        "qr": qr_svg(url, _("QR code to join this room")),
    }
    return render(visit.request, "live/stage.html", context)
