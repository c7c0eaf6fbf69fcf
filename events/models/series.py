"""The list of talks, and the series that a talk belongs to."""

from datetime import time

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable

from cms.models import BasePage
from community.lib import wallclock
from events.models.parts import AgendaFields

# A talk has a public room and a public topic, which a restriction of its page, or of one above it, would not close.
# So none is offered; what is for a few people belongs in an edition, whose forum is private.
NO_RESTRICTION: list[str] = []


class TalksIndexPage(BasePage):
    """All talks of all series at /talks/: live now, upcoming, past by year. intro: one paragraph above the lists."""

    intro = models.TextField(_("introduction"), blank=True)

    content_panels = [*BasePage.content_panels, FieldPanel("intro")]
    parent_page_types = ["cms.HomePage"]
    subpage_types = ["events.SeriesPage"]
    max_count_per_parent = 1
    template = "events/talks_index_page.html"
    private_page_options = NO_RESTRICTION

    class Meta:
        verbose_name = _("talks index")
        verbose_name_plural = _("talks indexes")

    @property
    def description(self) -> str:
        return self.search_description or self.intro


class SeriesPage(BasePage):
    """A series of talks: what is the same for each of them is written once, here (R-EVT-7).

    boilerplate: the paragraph printed below every talk. cadence: "Every second Wednesday". weekday (Monday is 0),
    start, end, zone and target_group: prefilled in the next talk. organiser, on_behalf_of: the sentence of R-EVT-3.
    Related: agenda (SeriesAgendaItem), the standing agenda that each new talk starts from.
    """

    class Weekday(models.IntegerChoices):
        MONDAY = 0, _("Monday")
        TUESDAY = 1, _("Tuesday")
        WEDNESDAY = 2, _("Wednesday")
        THURSDAY = 3, _("Thursday")
        FRIDAY = 4, _("Friday")

    boilerplate = models.TextField(_("about the series"), blank=True, help_text=_("Printed below every talk."))
    cadence = models.CharField(_("how often"), max_length=80, blank=True)
    weekday = models.PositiveSmallIntegerField(_("usual weekday"), choices=Weekday, default=Weekday.WEDNESDAY)
    start = models.TimeField(_("usually starts"), default=time(8, 30))
    end = models.TimeField(_("usually ends"), default=time(9, 45))
    zone = models.CharField(
        _("time zone"), max_length=64, default=wallclock.DEFAULT_ZONE, choices=wallclock.zone_choices
    )
    organiser = models.CharField(_("organiser"), max_length=160, blank=True)
    on_behalf_of = models.CharField(_("on behalf of"), max_length=160, blank=True)
    target_group = models.CharField(_("who it is for"), max_length=160, blank=True)

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("boilerplate"),
        MultiFieldPanel(
            [
                FieldPanel("cadence"),
                FieldRowPanel([FieldPanel("weekday"), FieldPanel("start"), FieldPanel("end"), FieldPanel("zone")]),
            ],
            heading=_("When"),
        ),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("organiser"), FieldPanel("on_behalf_of")]), FieldPanel("target_group")],
            heading=_("Who"),
        ),
        InlinePanel("agenda", heading=_("Standing agenda"), label=_("Item")),
    ]
    parent_page_types = ["events.TalksIndexPage"]
    subpage_types = ["events.TalkPage"]
    template = "events/series_page.html"
    private_page_options = NO_RESTRICTION

    class Meta:
        verbose_name = _("series")
        verbose_name_plural = _("series")

    @property
    def description(self) -> str:
        return self.search_description or self.boilerplate


class SeriesAgendaItem(AgendaFields):
    series = ParentalKey("events.SeriesPage", on_delete=models.CASCADE, related_name="agenda")

    class Meta(Orderable.Meta):
        verbose_name = _("standing agenda item")
        verbose_name_plural = _("standing agenda items")
