"""The report of a room: a page to read and print, and a table for a spreadsheet."""

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from community.lib.spreadsheet import csv_chunks
from community.live.permissions import can_read_report
from community.live.report import report_of, report_rows
from community.live.views.visits import Visit, reading


@require_GET
@never_cache
@reading
def report(visit: Visit) -> HttpResponse:
    _check(visit)
    context = {"report": report_of(visit.room, visit.voice), "room": visit.room}
    return render(visit.request, "live/report.html", context)


@require_GET
@never_cache
@reading
def report_csv(visit: Visit) -> HttpResponse:
    _check(visit)
    chunks = csv_chunks(report_rows(visit.room, visit.voice))
    name = f"{visit.room.slug}-report.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    # The views of a room promise a response, and this is one, though not of that class.
    return StreamingHttpResponse(chunks, content_type="text/csv; charset=utf-8", headers=headers)  # type: ignore[return-value]


def _check(visit: Visit) -> None:
    if not can_read_report(visit.voice, visit.room):
        raise Http404
