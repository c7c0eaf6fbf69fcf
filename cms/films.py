"""Films in lessons and recordings of talks: a video with captions, transcript and chapters (R-MAT-4).

A lesson's film is published only with captions and a transcript (WCAG 1.2.2, 1.2.3). A recording of something that was
live may go out at once when the day is named by which its captions follow.
"""

import re
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock
from wagtailmedia.blocks import VideoChooserBlock

from community.lib import webvtt

CAPTIONS_MISSING = _("Add captions before publishing: some people watch without hearing.")
TRANSCRIPT_MISSING = _("Add a transcript before publishing: some people read instead of watching.")
NOT_CAPTIONS = _("This file is not a caption file. Choose one that ends in .vtt and begins with the word WEBVTT.")
_START = re.compile(r"(?:(\d+):)?([0-5]?\d):([0-5]\d)")


def languages() -> list[tuple[str, Any]]:
    return list(settings.LANGUAGES)


class Captions(blocks.StructValue):
    @property
    def label(self) -> str:
        """The language in its own words, as the player's menu shows it."""
        return str(get_language_info(self["language"])["name_local"]).capitalize()


class CaptionsBlock(blocks.StructBlock):
    """One caption file in one language."""

    language = blocks.ChoiceBlock(label=_("Language"), choices=languages, default="en")
    file = DocumentChooserBlock(label=_("Caption file (.vtt)"))

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        with cleaned["file"].file.open("rb") as content:
            if not webvtt.is_webvtt(content.read(64)):
                raise StructBlockValidationError({"file": ValidationError(NOT_CAPTIONS)})
        return cleaned

    class Meta:
        icon = "openquote"
        label = _("Captions")
        value_class = Captions


class Chapter(blocks.StructValue):
    @property
    def seconds(self) -> int:
        """Where the chapter starts, in seconds from the beginning; 0 when the text is no time."""
        found = _START.fullmatch(self.get("start") or "")
        hours, minutes, seconds = (int(part or 0) for part in found.groups()) if found else (0, 0, 0)
        return hours * 3600 + minutes * 60 + seconds


class ChapterBlock(blocks.StructBlock):
    """A named place in the film, with an address of its own on the page (#chapter-3)."""

    start = blocks.RegexBlock(
        regex=_START.pattern + r"\Z",
        label=_("Starts at"),
        help_text=_("Minutes and seconds, such as 4:30, or 1:02:15 in a long film."),
        error_messages={"invalid": _("Write minutes and seconds, such as 4:30.")},
    )
    title = blocks.CharBlock(label=_("Title"), max_length=120)

    class Meta:
        icon = "time"
        label = _("Chapter")
        value_class = Chapter


class FilmBlock(blocks.StructBlock):
    """A film that plays from our own server."""

    film = VideoChooserBlock(label=_("Film"))
    poster = ImageChooserBlock(label=_("Still image"), required=False, help_text=_("Shown until the film starts."))
    captions = blocks.ListBlock(CaptionsBlock(), label=_("Captions"), default=[], required=False)
    transcript = blocks.TextBlock(label=_("Transcript"), required=False, help_text=_("All that is said and shown."))
    chapters = blocks.ListBlock(ChapterBlock(), label=_("Chapters"), default=[], required=False)

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        errors = {} if self.is_deferred_validation else self.what_is_missing(cleaned)
        if errors:
            raise StructBlockValidationError(errors)
        return cleaned

    def what_is_missing(self, value: Any) -> dict[str, ValidationError]:
        """Sentences by field name for what has to be there before readers see the film."""
        errors = {}
        if not value["captions"]:
            errors["captions"] = blocks.list_block.ListBlockValidationError(
                non_block_errors=[ValidationError(CAPTIONS_MISSING)]
            )
        if not value["transcript"]:
            errors["transcript"] = ValidationError(TRANSCRIPT_MISSING)
        return errors

    class Meta:
        icon = "media"
        label = _("Film")
        description = _("A film with captions, transcript and chapters.")
        template = "cms/blocks/film.html"


class RecordingBlock(FilmBlock):
    """The recording of a talk: its captions may follow within the days that the law gives live recordings."""

    captions_due = blocks.DateBlock(
        label=_("Captions follow by"),
        required=False,
        help_text=_("For a recording without captions: readers are told this day."),
    )

    def what_is_missing(self, value: Any) -> dict[str, ValidationError]:
        return {} if value["captions_due"] else super().what_is_missing(value)

    class Meta:
        icon = "media"
        label = _("Recording")
        description = _("The film of the talk; captions may follow by a day that you name.")
        template = "cms/blocks/film.html"
