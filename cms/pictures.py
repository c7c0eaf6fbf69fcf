"""The editors' pictures, written again before Wagtail stores them (community.lib.pictures)."""

from typing import Any

from django.conf import settings
from django.core.files.base import File
from django.utils.translation import gettext_lazy
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from community.lib import pictures
from community.lib.pictures import CleanFile


def cleaned(file: File) -> CleanFile:
    """The same picture upright and without metadata. Raises ValidationError with a sentence."""
    return pictures.cleaned(file, settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS)


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
