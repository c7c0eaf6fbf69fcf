"""Uploaded pictures lose what the camera noted down, and bombs are refused with a sentence."""

import struct
import zlib
from html import unescape
from io import BytesIO
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import ExifTags, Image, PngImagePlugin
from wagtail.images.models import Image as Picture

from cms.actions import ensure_site
from cms.pictures import cleaned

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]
CAMERA = "Kingfisher 3000"
XMP = f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><p>{CAMERA} 50N</p></x:xmpmeta>'.encode()


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def editor(cast):
    ensure_site()
    return cast.camille


def with_place(kind: str = "JPEG", orientation: int = 1, **options) -> bytes:
    """A picture, 60 by 40 as stored, whose metadata say where and with what it was taken."""
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = CAMERA
    exif[ExifTags.Base.Orientation] = orientation
    gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
    gps[ExifTags.GPS.GPSLatitudeRef], gps[ExifTags.GPS.GPSLatitude] = "N", (50.0, 2.0, 29.0)
    output = BytesIO()
    Image.new("RGB", (60, 40), "#00664b").save(output, kind, exif=exif, **options)
    return output.getvalue()


def store(content: bytes, name: str) -> Picture:
    return Picture.objects.create(title="A place", file=ContentFile(content, name=name))


def exif_of(path: str) -> dict:
    with Image.open(path) as picture:
        exif = picture.getexif()
        return {**exif, **exif.get_ifd(ExifTags.IFD.GPSInfo)}


def test_the_picture_of_this_test_has_a_place(tmp_path):
    path = tmp_path / "place.jpg"
    path.write_bytes(with_place(xmp=XMP))
    assert exif_of(str(path))[ExifTags.GPS.GPSLatitude] == (50.0, 2.0, 29.0)
    assert CAMERA.encode() in path.read_bytes()


def test_neither_the_original_nor_what_is_made_of_it_says_where_it_was_taken():
    image = store(with_place(xmp=XMP), "place.jpg")
    for file in (image.file, image.get_rendition("width-30").file, image.get_rendition("original").file):
        assert exif_of(file.path) == {}
        assert CAMERA.encode() not in Path(file.path).read_bytes()


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "GIF"])
def test_other_formats_lose_theirs_too(kind):
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Comment", CAMERA)
    options = {"PNG": {"pnginfo": notes}, "WEBP": {"xmp": XMP}, "GIF": {"comment": CAMERA}}[kind]
    content = with_place(kind, **options)
    assert CAMERA.encode() in content
    image = store(content, f"place.{kind.lower()}")
    assert CAMERA.encode() not in Path(image.file.path).read_bytes()
    assert image.file_size == Path(image.file.path).stat().st_size


def test_a_picture_that_was_held_sideways_stays_upright():
    image = store(with_place(orientation=6), "sideways.jpg")
    assert (image.width, image.height) == (40, 60)


def test_a_moving_picture_goes_on_moving():
    output = BytesIO()
    first, *others = [Image.new("RGB", (20, 20), colour) for colour in ("red", "green", "blue")]
    first.save(output, "GIF", save_all=True, append_images=others, duration=80, loop=0, comment=CAMERA)
    with Image.open(store(output.getvalue(), "moving.gif").file.path) as picture:
        assert picture.n_frames == 3
        assert picture.info["duration"] == 80


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says that it is as large as this."""
    header = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = b"IDAT" + zlib.compress(b"")
    chunks = (struct.pack(">I", len(c) - 4) + c + struct.pack(">I", zlib.crc32(c)) for c in (header, body, b"IEND"))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


@pytest.mark.parametrize("size", [(8000, 6000), (10_000, 10_000), (50_000, 50_000)])
def test_a_bomb_is_refused(size):
    with pytest.raises(ValidationError, match="million pixels"):
        cleaned(ContentFile(bomb(*size), name="bomb.png"))


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("bomb.png", bomb(8000, 6000), "million pixels"),
        ("broken.png", bomb(20, 20), "cannot be read"),
        ("drawing.svg", b'<svg xmlns="http://www.w3.org/2000/svg"/>', "Save it as JPEG, PNG, WebP or GIF"),
    ],
)
def test_the_editor_says_what_is_wrong(editor, as_user, name, content, sentence):
    typed = {"title": "A place", "file": SimpleUploadedFile(name, content), "collection": 1}
    answer = as_user(editor).post("/cms/images/add/", typed)
    assert sentence in unescape(answer.content.decode())
    assert not Picture.objects.exists()


def test_the_editor_stores_a_clean_picture(editor, as_user):
    file = SimpleUploadedFile("place.jpg", with_place(), "image/jpeg")
    answer = as_user(editor).post("/cms/images/add/", {"title": "A place", "file": file, "collection": 1})
    assert answer.status_code == 302
    assert exif_of(Picture.objects.get().file.path) == {}
