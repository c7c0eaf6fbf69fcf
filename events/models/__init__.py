"""Talks and the series they belong to."""

from events.models.links import TalkRoom
from events.models.parts import AgendaFields, Material, Speaker, TalkAgendaItem
from events.models.series import SeriesAgendaItem, SeriesPage, TalksIndexPage
from events.models.talk import TalkPage
from events.models.timed import Timed

__all__ = [
    "AgendaFields",
    "Material",
    "SeriesAgendaItem",
    "SeriesPage",
    "Speaker",
    "TalkAgendaItem",
    "TalkPage",
    "TalkRoom",
    "TalksIndexPage",
    "Timed",
]
