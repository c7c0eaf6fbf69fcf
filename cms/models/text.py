from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from cms.blocks import PLAIN_BLOCKS
from cms.fields import QuietStreamField
from cms.models.base import BasePage


class TextPage(BasePage):
    """A page of text, such as "About" or "Privacy". lead: one or two sentences below the title."""

    lead = models.TextField(_("lead"), blank=True)
    body = QuietStreamField(PLAIN_BLOCKS, verbose_name=_("content"), blank=True)

    content_panels = [*BasePage.content_panels, FieldPanel("lead"), FieldPanel("body")]
    parent_page_types = ["cms.HomePage"]
    subpage_types: list[str] = []
    template = "cms/text_page.html"
    search_kind = "page"

    class Meta:
        verbose_name = _("text page")
        verbose_name_plural = _("text pages")

    @property
    def description(self) -> str:
        return self.search_description or self.lead

    def search_texts(self) -> list[str]:
        return [self.lead, *self.body.stream_block.get_searchable_content(self.body)]
