"""Pages and files for tests, made the way an editor would, in as few words as possible."""

from typing import Any

from django.core.files.base import ContentFile
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import Page
from wagtailmedia.models import Media

from cms import drawings, webm
from cms.actions import ensure_site
from cms.models import CoursePage, LessonPage, ModulePage, TrainingIndexPage

VTT = b"WEBVTT\n\n00:00.000 --> 00:02.000\nWelcome.\n"


def publish_below(parent: Page, page: Page) -> Any:
    parent.add_child(instance=page)
    page.save_revision().publish()
    return type(page).objects.get(pk=page.pk)


def make_course(title: str = "Smart industry", **fields: Any) -> CoursePage:
    ensure_site()
    index = TrainingIndexPage.objects.get()
    return publish_below(index, CoursePage(title=title, summary="For busy people.", **fields))


def make_module(course: CoursePage, title: str, **fields: Any) -> ModulePage:
    return publish_below(course, ModulePage(title=title, **fields))


def make_lesson(parent: Page, title: str, minutes: int = 20, **fields: Any) -> LessonPage:
    return publish_below(parent, LessonPage(title=title, minutes=minutes, **fields))


def make_image(seed: int = 1) -> Image:
    file = ContentFile(drawings.png("bars", seed, (320, 180)), name=f"bars-{seed}.png")
    return Image.objects.create(title=f"Bars {seed}", file=file)


def make_document(name: str = "canvas.odt", content: bytes = b"A canvas.") -> Document:
    file = ContentFile(content, name=name)
    return Document.objects.create(title=name, file=file, file_size=len(content))


def make_video(seconds: int = 2) -> Media:
    stills = [drawings.draw("steps", seed, (320, 180)) for seed in range(seconds)]
    file = ContentFile(webm.film(stills, 1), name="film.webm")
    return Media.objects.create(title="A film", type="video", duration=seconds, width=320, height=180, file=file)


def film(**changes: Any) -> tuple[str, dict]:
    """A whole film block; name a field to leave it out or change it."""
    value = {
        "film": make_video(),
        "poster": None,
        "captions": [{"language": "en", "file": make_document("film.vtt", VTT)}],
        "transcript": "Welcome.",
        "chapters": [{"start": "0:00", "title": "Why"}, {"start": "0:01", "title": "How"}],
    }
    return ("film", {**value, **changes})


def figure(seed: int = 1, alt: str = "Five bars") -> tuple[str, dict]:
    image = make_image(seed)
    image.contextual_alt_text, image.decorative = alt, not alt
    return ("figure", {"image": image, "caption": f"Figure {seed}", "credit": ""})


def download(seed: int = 1) -> tuple[str, dict]:
    return ("download", {"document": make_document(f"canvas-{seed}.odt"), "title": "", "description": "Print it."})
