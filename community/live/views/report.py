"""The report of a room: a page to read and print, and a table for a spreadsheet."""

from collections.abc import AsyncIterator, Iterator
from functools import partial

from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIRequest
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
    # Under ASGI only an asynchronous iterator streams; any other is read into memory first.
    body = _in_threads(chunks) if isinstance(visit.request, ASGIRequest) else chunks
    name = f"{visit.room.slug}-report.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    # The views of a room promise a response, and this is one, though not of that class.
    return StreamingHttpResponse(body, content_type="text/csv; charset=utf-8", headers=headers)  # type: ignore[return-value]


def _check(visit: Visit) -> None:
    if not can_read_report(visit.voice, visit.room):
        raise Http404


async def _in_threads(chunks: Iterator[bytes]) -> AsyncIterator[bytes]:
    read = sync_to_async(partial(next, chunks, b""))
    while chunk := await read():
        yield chunk
