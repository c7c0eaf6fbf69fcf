"""Uploaded pictures, written again before they are stored: the pixels stay, what the camera noted down goes.

A photograph from a phone carries the place where it was taken (EXIF, XMP), and the original is as public as what is
made of it. So no original is kept as it came (GDPR article 25).
"""

import warnings
from io import BytesIO
from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from PIL import Image, ImageOps, ImageSequence
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

# How each format is written again. A phone's JPEG with a second picture inside (MPO) keeps the first.
WRITTEN_AS: dict[str, dict[str, Any]] = {
    "JPEG": {"quality": 92, "optimize": True},
    "MPO": {"format": "JPEG", "quality": 92, "optimize": True},
    "PNG": {"optimize": True},
    "WEBP": {"quality": 92},
    "GIF": {},
}
MOVING = {"PNG", "WEBP", "GIF"}
# What the pixels need to look the same; anything else that came with them is left behind.
KEPT = {"transparency", "duration", "loop", "disposal", "blend", "icc_profile"}


class CleanFile(ContentFile):
    """The bytes of a picture that carries nothing but the picture."""


def cleaned(file: File) -> CleanFile:
    """The same picture upright and without metadata, under the same name. Raises ValidationError with a sentence."""
    file.seek(0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(file, formats=["JPEG", "PNG", "WEBP", "GIF"]) as picture:
                _check_size(picture)
                content = _written_again(picture)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise ValidationError(_too_large()) from error
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        message = _("This picture cannot be read. Save it as JPEG, PNG, WebP or GIF and choose it again.")
        raise ValidationError(message) from error
    return CleanFile(content, name=PurePath(file.name or "picture").name)


def clean_picture(image: Any) -> None:
    """Put the cleaned file in place of one that is about to be stored; nothing happens to one that is stored."""
    file = image.file
    if not file or file._committed or isinstance(file.file, CleanFile):
        return
    image.file = cleaned(file.file)
    image._set_image_file_metadata()


class PictureField(WagtailImageField):
    """Cleans before Wagtail looks, whose own look unfolds a bomb to count its pixels and trips over a broken file."""

    def to_python(self, data: File | None) -> File | None:
        if not data:
            return super().to_python(data)
        self.check_image_file_size(data)
        return super().to_python(cleaned(data))


class PictureForm(BaseImageForm):
    """The editor's form: what is wrong with a picture is said beside its field."""

    file = PictureField(label=gettext_lazy("File"), widget=BaseImageForm.Meta.widgets["file"])


def _check_size(picture: Image.Image) -> None:
    width, height = picture.size
    if width * height * getattr(picture, "n_frames", 1) > settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS:
        raise ValidationError(_too_large())


def _too_large() -> str:
    limit = settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS // 1_000_000
    return _("This picture has more than %(limit)d million pixels. Make it smaller and choose it again.") % {
        "limit": limit
    }


def _written_again(picture: Image.Image) -> bytes:
    kind = str(picture.format)
    options = {"format": kind, **WRITTEN_AS[kind]}
    frames = [_bare(frame) for frame in ImageSequence.Iterator(picture)] if kind in MOVING else [_bare(picture)]
    if len(frames) > 1:
        shown = [frame.info.get("duration", 0) for frame in frames]
        options |= {"save_all": True, "append_images": frames[1:], "duration": shown}
        options |= {"loop": picture.info["loop"]} if "loop" in picture.info else {}
    if profile := picture.info.get("icc_profile"):
        options["icc_profile"] = profile
    output = BytesIO()
    frames[0].save(output, **options)
    return output.getvalue()


def _bare(frame: Image.Image) -> Image.Image:
    upright = ImageOps.exif_transpose(frame)
    upright.info = {name: value for name, value in upright.info.items() if name in KEPT}
    return upright
