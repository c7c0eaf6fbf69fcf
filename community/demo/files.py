"""Pictures, documents and films that the demo makes itself: nothing of the kind is kept in the repository."""

import zlib
from typing import Any

from django.core.files.base import ContentFile
from PIL import Image as Picture
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtailmedia.models import Media

from cms import drawings, webm


def document(name: str, title: str, text: str) -> Document:
    """A document of plain text, made once for its title."""
    found = Document.objects.filter(title=title).first()
    return found or Document.objects.create(title=title, file=ContentFile(text.encode(), name=name))


def drawing(kind: str, title: str) -> Image:
    """A generated drawing, made once for its title; the title also decides what it looks like."""
    found = Image.objects.filter(title=title[:255]).first()
    if found:
        return found
    content = drawings.png(kind, _seed(title))
    return Image.objects.create(title=title[:255], file=ContentFile(content, name=f"{kind}-{_seed(title)}.png"))


def film(title: str, seconds: int, scenes: int, frames_per_second: float = 2) -> Media:
    """A silent film of drawings, made once for its title; a long one with fewer frames, so that it stays small."""
    found = Media.objects.filter(title=title).first()
    if found:
        return found
    kinds = ("network", "steps", "bars", "timeline", "quadrant")
    stills = [_still(kinds[scene % len(kinds)], _seed(title) + scene) for scene in range(scenes)]
    content = webm.film(stills, seconds / scenes, frames_per_second=frames_per_second)
    name = f"film-{_seed(title)}.webm"
    return Media.objects.create(
        title=title, type="video", duration=seconds, width=854, height=480, file=ContentFile(content, name=name)
    )


def captions(title: str, lines: list[dict[str, Any]], seconds: int) -> Document:
    """The captions of a film as WebVTT (W3C), each line until the next begins."""
    ends = [line["at"] for line in lines[1:]] + [seconds]
    cues = [f"{_clock(line['at'])} --> {_clock(end)}\n{line['text']}" for line, end in zip(lines, ends, strict=True)]
    return document(f"captions-{_seed(title)}.vtt", f"Captions: {title}", "WEBVTT\n\n" + "\n\n".join(cues) + "\n")


def _still(kind: str, seed: int) -> Picture.Image:
    return drawings.draw(kind, seed, (854, 480))


def _clock(seconds: int) -> str:
    return f"00:{seconds // 60:02}:{seconds % 60:02}.000"


def _seed(title: str) -> int:
    return zlib.crc32(title.encode()) % 100_000
