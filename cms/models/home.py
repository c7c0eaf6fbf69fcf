from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from cms.models.base import BasePage


class HomePage(BasePage):
    """The front door. Upcoming talks, open questions and what is next for a member come from template tags.

    hero: the one sentence at the top. lead: two or three sentences below it. featured_course: shown as a card.
    """

    hero = models.CharField(_("sentence at the top"), max_length=160)
    lead = models.TextField(_("what this is, in two sentences"), blank=True)
    featured_course = models.ForeignKey(
        "cms.CoursePage",
        verbose_name=_("featured course"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    content_panels = [*BasePage.content_panels, FieldPanel("hero"), FieldPanel("lead"), FieldPanel("featured_course")]
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["cms.TrainingIndexPage", "events.TalksIndexPage"]
    template = "cms/home_page.html"

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    @property
    def description(self) -> str:
        return self.search_description or self.lead
