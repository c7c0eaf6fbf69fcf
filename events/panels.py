"""How a talk is edited: what has to be typed comes first, what follows after the talk comes last."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel

from events.link_panel import SpeakerLinksPanel

TALK_PANELS = [
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("day"), FieldPanel("start"), FieldPanel("end"), FieldPanel("zone")]),
            FieldRowPanel([FieldPanel("status"), FieldPanel("postponed_to")]),
        ],
        heading=_("When"),
    ),
    MultiFieldPanel(
        [FieldPanel("teaser"), FieldPanel("questions"), FieldPanel("purposes"), FieldPanel("about")],
        heading=_("What it is about"),
    ),
    InlinePanel("speakers", heading=_("Speakers"), label=_("Speaker")),
    SpeakerLinksPanel(heading=_("Links of the speakers")),
    InlinePanel("agenda", heading=_("Agenda"), label=_("Item")),
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("mode"), FieldPanel("venue"), FieldPanel("target_group")]),
            FieldRowPanel([FieldPanel("organiser"), FieldPanel("on_behalf_of")]),
            FieldPanel("ecosystems", widget=forms.CheckboxSelectMultiple),
            FieldPanel("banner"),
            FieldPanel("questions_wait"),
        ],
        heading=_("Where and for whom"),
    ),
    MultiFieldPanel(
        [FieldPanel("recording"), FieldPanel("recording_url"), FieldPanel("summary")], heading=_("Afterwards")
    ),
    InlinePanel("materials", heading=_("Material"), label=_("Item")),
]
