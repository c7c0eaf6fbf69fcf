"""Attacks by uploads (safety 3.6 D): what is taken in, under which name, and to whom it is sent."""

import os
import struct
import time
import tracemalloc
import zipfile
import zlib
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import ExifTags, Image

from forum import actions, limits, queries
from forum.models import Attachment
from tests.attacks.conftest import CANARY

pytestmark = pytest.mark.embedded

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(1)</script>"


def picture(kind="PNG", size=(60, 40), **options) -> bytes:
    output = BytesIO()
    Image.new("RGB", size, "#00664b").save(output, kind, **options)
    return output.getvalue()


def bomb(width, height) -> bytes:
    """A PNG of a few bytes that says that it is as large as this."""
    header = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = [header, b"IDAT" + zlib.compress(b""), b"IEND"]
    packed = (struct.pack(">I", len(c) - 4) + c + struct.pack(">I", zlib.crc32(c)) for c in chunks)
    return b"\x89PNG\r\n\x1a\n" + b"".join(packed)


def film(frames, side) -> bytes:
    """A GIF of so many frames, each of one colour."""
    output = BytesIO()
    first, second = (Image.new("L", (side, side), colour) for colour in (0, 255))
    first.save(output, "GIF", save_all=True, append_images=[second, first] * (frames // 2), duration=20)
    return output.getvalue()


def packed(*parts, first=b"") -> bytes:
    output = BytesIO()
    with zipfile.ZipFile(output, "w") as target:
        if first:
            target.writestr("mimetype", first, zipfile.ZIP_STORED)
        for part in parts:
            target.writestr(part, "x")
    return output.getvalue()


@pytest.fixture
def send(world):
    def upload(content, name="photo.png", client=None, forum=None):
        address = reverse("forum:upload", args=[(forum or world.open).pk])
        return (client or world.jurgis).post(address, {"file": SimpleUploadedFile(name, content)})

    return upload


@pytest.fixture
def posted(world):
    """A file in a post of Ivo's in the closed forum."""
    found = actions.attach_file(world.cast.ivo, world.closed, SimpleUploadedFile(f"{CANARY}.txt", CANARY.encode()))
    post = world.answer(world.cast.ivo, world.closed_topic, f"See [it](/forum/file/{found.key}/)")
    found.refresh_from_db()
    return found, post


def refused(answer) -> str:
    assert answer.status_code == 400
    assert not Attachment.objects.exists()
    return answer.json()["error"]


class TestD1:
    @pytest.mark.parametrize("content", [bomb(20_000, 20_000), film(10_000, 10)], ids=["pixels", "frames"])
    def test_bombs_are_refused_before_they_unfold(self, send, content):
        began = time.process_time()
        assert "million pixels" in refused(send(content, "x.gif"))
        assert time.process_time() - began < 1
        tracemalloc.start()  # not before: it makes everything several times slower
        refused(send(content, "x.gif"))
        assert tracemalloc.get_traced_memory()[1] < 100_000_000
        tracemalloc.stop()

    def test_a_large_photograph_becomes_as_large_as_a_screen(self, send):
        assert send(picture("JPEG", (5000, 3000)), "large.jpg").status_code == 201
        found = Attachment.objects.get()
        assert (found.width, found.height) == (2560, 1536)


def test_d2_nothing_served_says_where_it_was_taken(world, send):
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = CANARY
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (50.0, 2.0, 29.0)
    content = picture("JPEG", exif=exif, xmp=f"<x:xmpmeta>{CANARY}</x:xmpmeta>".encode(), comment=CANARY)
    assert CANARY.encode() in content
    send(content, "place.jpg")
    served = world.jurgis.get(f"/forum/file/{Attachment.objects.get().key}/").content
    assert CANARY.encode() not in served
    with Image.open(BytesIO(served)) as clean:
        assert (dict(clean.getexif()), clean.info.get("xmp"), clean.info.get("comment")) == ({}, None, None)


@pytest.mark.parametrize("kind", ["TIFF", "BMP", "ICO", "PPM", "PCX", "TGA", "EPS"])
def test_d3_other_formats_under_a_good_name_are_refused(send, kind):
    assert "cannot be read" in refused(send(picture(kind), "photo.jpg"))


class TestD4:
    @pytest.mark.parametrize(
        ("name", "content"),
        [
            ("x.svg", SVG),
            ("x.png", SVG),
            ("x.html", HTML),
            ("x.jpg", HTML),
            ("x.pdf", HTML),
            ("x.docx", HTML),
            ("x.docx", packed("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin")),
            ("x.docm", packed("[Content_Types].xml", "word/document.xml")),
            ("x.odt", packed("content.xml", first=b"application/x-java-archive")),
            ("x.zip", packed("a.txt")),
            ("x.jar", packed("META-INF/MANIFEST.MF")),
            ("x.exe", b"MZ"),
            ("x.txt", b"\0\1"),
            ("x", b"words"),
        ],
    )
    def test_what_is_not_what_its_name_says_is_refused(self, send, name, content):
        refused(send(content, name))

    @pytest.mark.parametrize(
        ("name", "content"),
        [
            ("x.pdf", b"%PDF-1.7\n" + HTML),
            ("x.txt", HTML),
            ("x.csv", b"a;b\n1;2"),
            ("x.docx", packed("[Content_Types].xml", "word/document.xml")),
            ("x.odt", packed("content.xml", first=b"application/vnd.oasis.opendocument.text")),
        ],
    )
    def test_documents_are_downloads_that_run_nothing(self, world, send, name, content):
        assert send(content, name).status_code == 201
        answer = world.jurgis.get(f"/forum/file/{Attachment.objects.get().key}/")
        assert answer.content == content
        assert answer["Content-Disposition"].startswith("attachment")
        assert "html" not in answer["Content-Type"]
        assert (answer["X-Content-Type-Options"], "sandbox" in answer["Content-Security-Policy"]) == ("nosniff", True)

    def test_what_hangs_on_a_picture_is_gone(self, world, send):
        send(picture("GIF") + packed("Evil.class"), "x.gif")
        answer = world.jurgis.get(f"/forum/file/{Attachment.objects.get().key}/")
        assert b"Evil" not in answer.content
        assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("image/gif", "nosniff")
        assert answer["Content-Security-Policy"].startswith("default-src 'none'; sandbox")


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/x.png", "x.png"),
        ("..\\..\\x.png", "x.png"),
        ("a\0b.png", "ab.png"),
        ("n" * 300 + ".png", "n" * 80 + ".png"),
        ("photo\u202egnp.png", "photognp.png"),
        ("a.php.png", "a.php.png"),
        ("x;filename=evil.html.png", "x-filename=evil.html.png"),
        ("](javascript:alert(1)).png", "javascript-alert-1--.png"),
        (".png", "png"),
        ("Szabó Nóra.PNG", "Szabó Nóra.png"),
        ("a\r\nSet-Cookie: x=y.png", "a Set-Cookie- x=y.png"),
    ],
)
def test_d5_a_name_is_one_harmless_line_and_never_the_name_on_the_disk(world, name, shown):
    assert actions.attaching.safe_name(name) == shown
    if not shown.endswith(".png"):
        return
    file = SimpleUploadedFile("x.png", picture())
    file._name = name  # as a client of its own would send it
    found = actions.attach_file(world.cast.jurgis, world.open, file)
    assert found.name == shown
    assert len(Path(found.file.name).stem) == 32
    header = world.jurgis.get(f"/forum/file/{found.key}/")["Content-Disposition"]
    assert header.startswith("inline; filename")
    assert "\n" not in header


class TestD6:
    def test_a_file_has_its_size(self, send, monkeypatch):
        monkeypatch.setattr(actions.attaching, "FILE_SIZE_MAX", 1_000_000)
        assert "A file may have 1 MB" in refused(send(b"x" * 1_000_001, "x.txt"))
        assert "empty" in refused(send(b"", "x.txt"))

    def test_a_member_has_a_quota(self, world, send, monkeypatch):
        monkeypatch.setattr(actions.attaching, "FILES_OF_A_MEMBER", 1_000_000)
        assert send(b"x" * 600_000, "x.txt").status_code == 201
        answer = send(b"x" * 600_000, "y.txt")
        assert (answer.status_code, "fill the 1 MB" in answer.json()["error"]) == (400, True)
        assert send(b"x" * 600_000, "y.txt", client=world.client(world.cast.ivo)).status_code == 201

    def test_a_list_of_very_many_parts_is_not_read(self, send):
        content = packed("[Content_Types].xml", "word/document.xml", *(f"{n}" for n in range(5_001)))
        refused(send(content, "x.docx"))

    def test_thirty_files_in_ten_minutes(self, world, send):
        answers = [send(b"words", "x.txt").status_code for _ in range(31)]
        assert answers == [201] * 30 + [429]

    def test_a_post_takes_ten_files(self, world):
        text = " ".join(f"/forum/file/{number:024x}/" for number in range(11))
        answer = world.jurgis.post(reverse("forum:reply", args=[world.open_topic.pk]), {"content": text})
        assert (answer.status_code, "at most 10 files" in answer.text) == (422, True)


class TestWhoReads:
    def test_b5_d8_a_file_of_a_closed_forum_is_not_there_for_outsiders(self, world, posted):
        found, _post = posted
        address = f"/forum/file/{found.key}/"
        assert world.client(world.cast.zofia).get(address).status_code == 200
        for client in (world.jurgis, world.guest):
            missing = client.get(f"/forum/file/{'0' * 24}/")
            assert client.get(address).status_code == missing.status_code == 404
            assert client.get(f"/media/{found.file.name}").status_code == 404
        etag = world.client(world.cast.zofia).get(address)["ETag"]
        assert world.jurgis.get(address, headers={"If-None-Match": etag}).status_code == 404

    def test_a_file_of_a_hidden_post_is_gone_for_readers(self, world, posted):
        found, post = posted
        actions.hide_post(world.cast.ona, post, "Not here")
        assert world.client(world.cast.zofia).get(f"/forum/file/{found.key}/").status_code == 404
        assert world.client(world.cast.ona).get(f"/forum/file/{found.key}/").status_code == 200

    def test_before_it_is_posted_a_file_is_its_owners_alone(self, world, send):
        send(b"words", "x.txt")
        address = f"/forum/file/{Attachment.objects.get().key}/"
        assert world.jurgis.get(address).status_code == 200
        assert world.client(world.cast.ona).get(address).status_code == 404

    def test_b1_nobody_takes_a_file_by_naming_it(self, world, send, posted):
        found, post = posted
        send(picture(), "mine.png")
        mine = Attachment.objects.exclude(pk=found.pk).get()
        text = f"![a](/forum/file/{found.key}/) ![b](/forum/file/{mine.key}/)"
        theft = world.answer(world.cast.zofia, world.open_topic, text)
        found.refresh_from_db(), mine.refresh_from_db()
        assert (found.post, mine.post) == (post, None)
        assert "<img" not in theft.content.rendered

    def test_who_cannot_write_cannot_send(self, world, send):
        assert send(b"words", "x.txt", client=world.guest).status_code == 403
        assert send(b"words", "x.txt", forum=world.closed).status_code == 404


class TestD10:
    def test_what_no_post_wants_is_gone_within_a_day(self, world, send, time_machine):
        for name in ("kept.txt", "drafted.txt", "loose.txt"):
            send(b"words", name)
        kept, drafted, loose = Attachment.objects.order_by("pk")
        text = f"[kept](/forum/file/{kept.key}/)"
        post = world.answer(world.cast.jurgis, world.open_topic, text)
        actions.save_draft(
            world.cast.jurgis, world.other_topic, client_id=loose.key + "0" * 8, content=f"/forum/file/{drafted.key}/"
        )
        stray = Path(loose.file.path).with_name("stray.txt")
        stray.write_text("left by a transaction that failed")
        time_machine.move_to(timezone.now() + timedelta(hours=24))
        os.utime(stray, (0, 0))
        actions.sweep_files()
        assert set(Attachment.objects.all()) == {kept, drafted}
        assert not Path(loose.file.path).exists()
        assert not stray.exists()
        assert Path(kept.file.path).exists()
        actions.edit_post(world.cast.jurgis, post, content="Without it")
        assert Attachment.objects.get(pk=kept.pk).post is None
        time_machine.move_to(timezone.now() + timedelta(hours=24))
        cache.clear()
        actions.sweep_files()
        assert not Path(kept.file.path).exists()


def test_a_picture_is_shown_with_its_size_and_its_words(world, send):
    said = send(picture(), "Our hall.png").json()
    post = world.answer(world.cast.jurgis, world.open_topic, f"Look: {said['markdown']}")
    key = Attachment.objects.get(post=post).key
    assert (
        f'<img src="/forum/file/{key}/" alt="Our hall" width="60" height="40" loading="lazy">' in post.content.rendered
    )
    assert f"/forum/file/{key}/" in world.guest.get(queries.topic_url(world.open_topic)).text
    assert limits.FILE_SIZE_MAX == 10_000_000
