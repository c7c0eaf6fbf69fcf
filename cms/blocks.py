"""What a lesson is built from. Each block has its template of the same name in templates/cms/blocks/."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images import get_image_model
from wagtail.images.blocks import ImageBlock, ImageChooserBlock

from cms.films import FilmBlock

# Lists stay ordered lists (R-CNT-5); a lesson's own headings start below the page's h1 and h2.
TEXT_FEATURES = ["h3", "h4", "bold", "italic", "ol", "ul", "link", "document-link"]
LINE_FEATURES = ["bold", "italic", "link"]
FIGURE_WIDTHS = ["width-640", "width-1280"]


class TextBlock(blocks.RichTextBlock):
    """Paragraphs, lists and small headings."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(features=TEXT_FEATURES, **kwargs)

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        description = _("Paragraphs, lists and small headings.")
        template = "cms/blocks/text.html"
        preview_value = "<p>Clusters grow when members meet between the meetings.</p>"


class RenditionsAtOnce(ImageChooserBlock):
    """A chooser that fetches the renditions of all its images in one query, however many figures a page has."""

    def bulk_to_python(self, values: Iterable[Any]) -> list[Any]:
        keys = list(values)
        images = get_image_model().objects.filter(pk__in=keys).prefetch_renditions(*FIGURE_WIDTHS)
        found = {image.pk: image for image in images}
        # The same image may stand twice on a page with two different alternative texts, so each place gets its own.
        return [self._own_copy(found.get(key)) for key in keys]

    @staticmethod
    def _own_copy(image: Any) -> Any:
        if image is None:
            return None
        copy = image.__class__.__new__(image.__class__)
        copy.__dict__.update(image.__dict__)
        return copy


class DescribedImageBlock(ImageBlock):
    """An image that is not published undescribed, unless it is marked decorative (R-CNT-1, WCAG 1.1.1)."""

    def __init__(self, required: bool = True, **kwargs: Any) -> None:
        super().__init__(required=required, **kwargs)
        chooser = RenditionsAtOnce(required=required)
        chooser.set_name("image")
        self.child_blocks["image"] = chooser


class FigureBlock(blocks.StructBlock):
    """An image with a caption."""

    image = DescribedImageBlock(label=_("Image"))
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=240)
    credit = blocks.CharBlock(label=_("Credit"), required=False, max_length=120)

    class Meta:
        icon = "image"
        label = _("Figure")
        description = _("An image or drawing, with its description for those who cannot see it.")
        template = "cms/blocks/figure.html"


class DownloadBlock(blocks.StructBlock):
    """A file to take along; its type and size are shown beside the link."""

    document = DocumentChooserBlock(label=_("File"))
    title = blocks.CharBlock(label=_("Title"), required=False, max_length=120, help_text=_("Empty: the file's title."))
    description = blocks.CharBlock(label=_("What it is good for"), required=False, max_length=240)

    class Meta:
        icon = "download"
        label = _("Download")
        description = _("A template, checklist or slide deck; its type and size are shown.")
        template = "cms/blocks/download.html"


class CaseStudyBlock(blocks.StructBlock):
    """A story from practice and the question to take into the forum."""

    title = blocks.CharBlock(label=_("Title"), max_length=120)
    text = blocks.RichTextBlock(label=_("Story"), features=[*LINE_FEATURES, "ol", "ul"])
    question = blocks.CharBlock(label=_("Question"), max_length=240, help_text=_("What should readers think about?"))

    class Meta:
        icon = "openquote"
        label = _("Case study")
        description = _("A story from practice that ends in a question.")
        template = "cms/blocks/case_study.html"


CALLOUT_KINDS = [("remember", _("Remember")), ("try", _("Try it")), ("note", _("Note"))]


class Callout(blocks.StructValue):
    @property
    def kind_label(self) -> str:
        return str(dict(CALLOUT_KINDS).get(self["kind"], ""))


class CalloutBlock(blocks.StructBlock):
    """A short passage that stands out."""

    kind = blocks.ChoiceBlock(label=_("Kind"), choices=CALLOUT_KINDS, default="remember")
    text = blocks.RichTextBlock(label=_("Text"), features=LINE_FEATURES)

    class Meta:
        icon = "warning"
        label = _("Callout")
        description = _("One thing to remember or to try.")
        value_class = Callout
        template = "cms/blocks/callout.html"


PLAIN_BLOCKS = [
    ("text", TextBlock()),
    ("figure", FigureBlock()),
    ("download", DownloadBlock()),
    ("callout", CalloutBlock()),
]
LESSON_BLOCKS = [*PLAIN_BLOCKS, ("film", FilmBlock()), ("case_study", CaseStudyBlock())]
