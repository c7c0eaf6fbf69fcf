"""Uploaded pictures, written again before they are stored: the pixels stay, what the camera noted down goes.

A photograph from a phone carries the place where it was taken (EXIF, XMP), and the original is as public as what is
made of it. So no original is kept as it came (GDPR article 25).
"""

import warnings
from io import BytesIO
from pathlib import PurePath
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, ImageSequence

# How each format is written again. A phone's JPEG with a second picture inside (MPO) keeps the first.
WRITTEN_AS: dict[str, dict[str, Any]] = {
    "JPEG": {"quality": 92, "optimize": True},
    "MPO": {"format": "JPEG", "quality": 92, "optimize": True},
    "PNG": {"optimize": True},
    "WEBP": {"quality": 92},
    "GIF": {},
}
MOST_FRAMES = 1_000
MOVING = {"PNG", "WEBP", "GIF"}
# What the pixels need to look the same; anything else that came with them is left behind.
KEPT = {"transparency", "duration", "loop", "disposal", "blend", "icc_profile"}


class CleanFile(ContentFile):
    """The bytes of a picture that carries nothing but the picture."""

    content_type = ""
    width = height = 0


def cleaned(file: File, most_pixels: int, longest_side: int | None = None) -> CleanFile:
    """The same picture upright and without metadata, under the same name. Raises ValidationError with a sentence.

    `most_pixels` counts all frames together, and is asked before anything is unfolded. A still picture with a side of
    more than `longest_side` pixels is made smaller.
    """
    file.seek(0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(file, formats=["JPEG", "PNG", "WEBP", "GIF"]) as picture:
                _check_size(picture, most_pixels)
                content, size = _written_again(picture, longest_side)
                mime = Image.MIME[WRITTEN_AS[str(picture.format)].get("format", str(picture.format))]
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise ValidationError(_too_large(most_pixels)) from error
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        message = _("This picture cannot be read. Save it as JPEG, PNG, WebP or GIF and choose it again.")
        raise ValidationError(message) from error
    clean = CleanFile(content, name=PurePath(file.name or "picture").name)
    clean.content_type, (clean.width, clean.height) = mime, size
    return clean


def _check_size(picture: Image.Image, most_pixels: int) -> None:
    most_frames = min(MOST_FRAMES, most_pixels // (picture.width * picture.height))
    if _frames(picture, most_frames) > most_frames:
        raise ValidationError(_too_large(most_pixels))


def _frames(picture: Image.Image, most: int) -> int:
    """The number of frames. A GIF does not say it, and is not followed further than to one too many."""
    if picture.format != "GIF" or most < 1:
        return getattr(picture, "n_frames", 1)
    for number in range(1, most + 1):
        try:
            picture.seek(number)
        except EOFError:
            picture.seek(0)
            return number
    return most + 1


def _too_large(most_pixels: int) -> str:
    return _("This picture has more than %(limit)d million pixels. Make it smaller and choose it again.") % {
        "limit": most_pixels // 1_000_000
    }


def _written_again(picture: Image.Image, longest_side: int | None) -> tuple[bytes, tuple[int, int]]:
    kind = str(picture.format)
    options = {"format": kind, **WRITTEN_AS[kind]}
    if longest_side:
        picture.draft(None, (longest_side, longest_side))  # a JPEG is unfolded at a half or a quarter of its size
    frames = [_bare(frame) for frame in ImageSequence.Iterator(picture)] if kind in MOVING else [_bare(picture)]
    if len(frames) > 1:
        shown = [frame.info.get("duration", 0) for frame in frames]
        options |= {"save_all": True, "append_images": frames[1:], "duration": shown}
        options |= {"loop": picture.info["loop"]} if "loop" in picture.info else {}
    elif longest_side:
        frames[0].thumbnail((longest_side, longest_side))
    if profile := picture.info.get("icc_profile"):
        options["icc_profile"] = profile
    output = BytesIO()
    frames[0].save(output, **options)
    return output.getvalue(), frames[0].size


def _bare(frame: Image.Image) -> Image.Image:
    upright = ImageOps.exif_transpose(frame)
    upright.info = {name: value for name, value in upright.info.items() if name in KEPT}
    return upright
