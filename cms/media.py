"""Uploaded files, sent by ourselves in the embedded mode; production leaves this to the server in front.

Only the folders that hold public files are open: documents go through Wagtail's own view, which asks who may read, and
so does whatever another app keeps below MEDIA_ROOT. Types that a browser shows without running anything are sent as
they are; everything else is a download (RFC 6266), so that nothing uploaded ever runs on our origin.
"""

import asyncio
from collections.abc import AsyncIterator, Generator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from django.conf import settings
from django.core.handlers.asgi import ASGIRequest
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.http import content_disposition_header, http_date
from django.views.decorators.http import condition, require_safe

from community.lib.byteranges import ByteRange, NotSatisfiable, parse_range

PUBLIC_FOLDERS = {"images", "original_images", "media", "media_thumbnails"}

# SVG is not among them: it can carry script.
SHOWN_TYPES = {
    ".avif": "image/avif",
    ".gif": "image/gif",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
    ".m4v": "video/mp4",
    ".mp4": "video/mp4",
    ".ogv": "video/ogg",
    ".webm": "video/webm",
    ".m4a": "audio/mp4",
    ".mp3": "audio/mpeg",
    ".ogg": "audio/ogg",
    ".wav": "audio/wav",
    ".vtt": "text/vtt; charset=utf-8",
}
CHUNK = 64 * 1024
MAX_AGE = 24 * 3600
READERS = ThreadPoolExecutor(max_workers=8, thread_name_prefix="media")  # for reading; a disk gains nothing from more


def media_path(path: str) -> Path:
    """The file behind an address below MEDIA_URL. Raises Http404 for what is not there and for what is not public."""
    parts = PurePosixPath(path).parts
    if "\0" in path or not parts or parts[0] not in PUBLIC_FOLDERS or any(part.startswith(".") for part in parts):
        raise Http404
    root = Path(settings.MEDIA_ROOT).resolve()
    try:
        file = root.joinpath(*parts).resolve()
        # A link that leads out of the folder is as wrong as two dots.
        found = file.is_relative_to(root) and file.is_file()
    except (OSError, ValueError) as error:  # a name that no file can have, such as one of 300 letters
        raise Http404 from error
    if not found:
        raise Http404
    return file


def _etag(request: HttpRequest, path: str) -> str:
    stat = media_path(path).stat()
    return f'"{stat.st_mtime_ns:x}-{stat.st_size:x}"'


def _last_modified(request: HttpRequest, path: str) -> datetime:
    return datetime.fromtimestamp(int(media_path(path).stat().st_mtime), tz=UTC)


@require_safe
@condition(etag_func=_etag, last_modified_func=_last_modified)
def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """Send a public file, or the part of it that the reader asks for."""
    file = media_path(path)
    size = file.stat().st_size
    try:
        part = _part_asked_for(request, path, size)
    except NotSatisfiable:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}", "Accept-Ranges": "bytes"})
    response = _body(request, file, part or ByteRange(0, size - 1, size))
    response.status_code = 206 if part else 200
    if part:
        response["Content-Range"] = part.content_range
    for name, value in _headers(file).items():
        response[name] = value
    return response


def _part_asked_for(request: HttpRequest, path: str, size: int) -> ByteRange | None:
    """The range to send, None for the whole file, as after an If-Range of another version (section 13.1.5)."""
    condition_header = request.headers.get("If-Range", "")
    unchanged = not condition_header or condition_header in (
        _etag(request, path),
        http_date(_last_modified(request, path).timestamp()),
    )
    if request.method != "GET" or not unchanged:
        return None
    return parse_range(request.headers.get("Range", ""), size)


def _headers(file: Path) -> dict[str, str]:
    shown = SHOWN_TYPES.get(file.suffix.lower())
    headers = {
        "Content-Type": shown or "application/octet-stream",
        "Accept-Ranges": "bytes",
        "Cache-Control": f"public, max-age={MAX_AGE}",
        "X-Content-Type-Options": "nosniff",
    }
    disposition = content_disposition_header(not shown, file.name)
    return {**headers, "Content-Disposition": disposition} if disposition and not shown else headers


def _body(request: HttpRequest, file: Path, part: ByteRange) -> HttpResponseBase:
    """The bytes in chunks. Under ASGI only an asynchronous iterator streams; any other is read into memory first."""
    if request.method == "HEAD" or part.length <= 0:
        response: HttpResponseBase = HttpResponse()
    else:
        chunks = _chunks_async(file, part) if isinstance(request, ASGIRequest) else _chunks(file, part)
        response = StreamingHttpResponse(chunks)
    response["Content-Length"] = str(part.length)
    return response


def _chunks(file: Path, part: ByteRange) -> Generator[bytes]:
    with file.open("rb") as source:
        source.seek(part.first)
        left = part.length
        while left > 0 and (chunk := source.read(min(CHUNK, left))):
            left -= len(chunk)
            yield chunk


async def _chunks_async(file: Path, part: ByteRange) -> AsyncIterator[bytes]:
    """The file is read in threads. One that is reading when the reader goes away closes the file once it has read."""
    chunks = _chunks(file, part)
    reading: Future[bytes] = READERS.submit(next, chunks, b"")
    try:
        while chunk := await asyncio.wrap_future(reading):
            yield chunk
            reading = READERS.submit(next, chunks, b"")
    finally:
        reading.add_done_callback(lambda _: chunks.close())
