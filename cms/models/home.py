from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page
from wagtail.url_routing import RouteResult

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
    subpage_types = ["cms.TrainingIndexPage", "events.TalksIndexPage", "cms.TextPage"]
    template = "cms/home_page.html"
    # A restriction here would hold for the talks too, which have public rooms and topics.
    private_page_options: list[str] = []

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    @property
    def description(self) -> str:
        return self.search_description or self.lead

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Find the page at this address and those above it in two queries; Wagtail's way asks twice for every level."""
        steps = range(1, len(path_components) + 1)
        addresses = [f"{self.url_path}{'/'.join(path_components[:step])}/" for step in steps]
        chain = list(Page.objects.filter(url_path__in=addresses).order_by("depth")) if addresses else []
        if not chain or len(chain) < len(addresses):
            return super().route(request, path_components)
        page = chain[-1].specific
        page.known_trail = [self, *chain[:-1]]
        page._cached_parent_obj = page.known_trail[-1]  # as Wagtail does on its way down
        return page.route(request, [])
