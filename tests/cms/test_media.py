"""Uploaded files: films seek, nothing runs, nothing private leaks."""

import asyncio
import io
from threading import Event
from urllib.parse import quote

import pytest
from django.test import AsyncClient

from cms.media import _chunks_async
from community.lib.byteranges import ByteRange
from tests.services import wait_until

pytestmark = pytest.mark.embedded

CONTENT = bytes(range(256)) * 1000  # 256 000 bytes: four chunks


@pytest.fixture
def folder(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    for path in (
        "media/film.webm",
        "media/page.html",
        "media/drawing.svg",
        "media/Café notes.pdf",
        "documents/minutes.pdf",
    ):
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_bytes(CONTENT)
    (tmp_path / "secret").write_text("no")
    (tmp_path / "media/empty.webm").write_bytes(b"")
    return tmp_path


def body(response) -> bytes:
    return b"".join(response.streaming_content)


def test_a_film_comes_whole_when_nobody_asks_for_a_part(folder, client):
    response = client.get("/media/media/film.webm")
    assert (response.status_code, body(response)) == (200, CONTENT)
    assert response["Content-Type"] == "video/webm"
    assert response["Accept-Ranges"] == "bytes"
    assert response["Content-Length"] == "256000"
    assert "Content-Disposition" not in response


@pytest.mark.parametrize(
    ("header", "start", "end"), [("bytes=0-99", 0, 100), ("bytes=70000-", 70000, 256000), ("bytes=-10", 255990, 256000)]
)
def test_a_part_of_a_film(folder, client, header, start, end):
    response = client.get("/media/media/film.webm", headers={"range": header})
    assert (response.status_code, body(response)) == (206, CONTENT[start:end])
    assert response["Content-Range"] == f"bytes {start}-{end - 1}/256000"
    assert response["Content-Length"] == str(end - start)


def test_a_part_behind_the_end(folder, client):
    response = client.get("/media/media/film.webm", headers={"range": "bytes=256000-"})
    assert (response.status_code, response["Content-Range"]) == (416, "bytes */256000")


def test_several_parts_are_answered_with_the_whole(folder, client):
    response = client.get("/media/media/film.webm", headers={"range": "bytes=0-1,5-6"})
    assert (response.status_code, body(response)) == (200, CONTENT)


def test_a_part_of_the_version_that_is_there(folder, client):
    first = client.get("/media/media/film.webm")
    for version in (first["ETag"], first["Last-Modified"]):
        response = client.get("/media/media/film.webm", headers={"range": "bytes=0-9", "if-range": version})
        assert response.status_code == 206


def test_a_part_of_another_version_is_answered_with_the_whole(folder, client):
    for version in ('"older"', "Mon, 01 Jan 2024 00:00:00 GMT", 'W/"weak"'):
        response = client.get("/media/media/film.webm", headers={"range": "bytes=0-9", "if-range": version})
        assert (response.status_code, len(body(response))) == (200, 256000)


def test_what_the_reader_has_is_not_sent_again(folder, client):
    etag = client.get("/media/media/film.webm")["ETag"]
    assert client.get("/media/media/film.webm", headers={"if-none-match": etag}).status_code == 304


def test_head_says_the_size_and_sends_nothing(folder, client):
    response = client.head("/media/media/film.webm", headers={"range": "bytes=0-9"})
    assert (response.status_code, response["Content-Length"], response.content) == (200, "256000", b"")


def test_an_empty_file(folder, client):
    assert client.get("/media/media/empty.webm")["Content-Length"] == "0"
    assert client.get("/media/media/empty.webm", headers={"range": "bytes=0-"}).status_code == 416


@pytest.mark.parametrize("name", ["page.html", "drawing.svg"])
def test_what_could_run_is_a_download(folder, client, name):
    response = client.get(f"/media/media/{name}")
    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    assert response["X-Content-Type-Options"] == "nosniff"


def test_a_download_keeps_the_accents_of_its_name(folder, client):
    response = client.get(f"/media/media/{quote('Café notes.pdf')}")
    assert response["Content-Disposition"] == "attachment; filename*=utf-8''Caf%C3%A9%20notes.pdf"


@pytest.mark.parametrize(
    "path",
    [
        "documents/minutes.pdf",
        "secret",
        "media/../secret",
        "media/%2e%2e/secret",
        "media/..%2fsecret",
        "media//etc/passwd",
        "/etc/passwd",
        "media/film.webm%00.html",
        "media",
        "media/none.webm",
        "media/.hidden",
    ],
)
def test_everything_else_is_not_there(folder, client, path):
    (folder / "media/.hidden").write_text("no")
    assert client.get(f"/media/{path}").status_code == 404


def test_a_link_out_of_the_folder_is_not_followed(folder, client):
    (folder / "media/way-out.png").symlink_to("/etc/passwd")
    assert client.get("/media/media/way-out.png").status_code == 404


def test_nothing_is_stored_through_it(folder, client):
    assert client.post("/media/media/film.webm").status_code == 405


def test_the_asynchronous_server_streams_too(folder):
    async def fetch() -> tuple[bool, bytes]:
        response = await AsyncClient().get("/media/media/film.webm", headers={"range": "bytes=10-99999"})
        return response.is_async, b"".join([chunk async for chunk in response.streaming_content])

    assert asyncio.run(fetch()) == (True, CONTENT[10:100000])


class SlowFile(io.BytesIO):
    """A file on a disk that takes its time: `read` waits until it is let go on."""

    def __init__(self) -> None:
        super().__init__(CONTENT)
        self.is_read, self.may_go_on = Event(), Event()

    def open(self, mode: str) -> "SlowFile":
        return self

    def read(self, size: int) -> bytes:
        self.is_read.set()
        self.may_go_on.wait(10)
        return super().read(size)


def test_a_reader_who_leaves_in_the_middle_of_a_read_leaves_no_file_open():
    file = SlowFile()

    async def leave() -> None:
        reading = asyncio.ensure_future(anext(_chunks_async(file, ByteRange(0, 99, 256000))))
        await asyncio.to_thread(file.is_read.wait, 10)
        reading.cancel()
        with pytest.raises(asyncio.CancelledError):
            await reading
        assert not file.closed
        file.may_go_on.set()

    asyncio.run(leave())
    wait_until(lambda: file.closed, "The file stays open")


def test_a_reader_who_leaves_between_two_reads_leaves_no_file_open():
    file = SlowFile()
    file.may_go_on.set()

    async def leave() -> None:
        chunks = _chunks_async(file, ByteRange(0, 255999, 256000))
        await anext(chunks)
        await chunks.aclose()
        assert file.closed

    asyncio.run(leave())
