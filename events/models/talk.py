"""One talk, through upcoming, live and past on the same page."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.fields import RichTextField
from wagtail.models import PageManager
from wagtail.query import PageQuerySet
from wagtail.rich_text import get_text_for_indexing

from cms.blocks import TEXT_FEATURES
from cms.fields import QuietStreamField
from cms.films import RecordingBlock
from cms.models import BasePage
from community.lib import wallclock
from events.models.links import TalkRoom
from events.models.timed import BEFORE, NOW, OVER, Timed
from events.panels import TALK_PANELS

if TYPE_CHECKING:
    from community.live.models import Room
    from events.models.parts import Material, Speaker, TalkAgendaItem
    from events.models.series import SeriesPage


RECORDING_TAKES = timedelta(days=30)


class TalkQuerySet(PageQuerySet):
    """Talks by where they stand in time; a talk that does not take place is never live."""

    def visible(self) -> TalkQuerySet:
        """Those that anyone may read."""
        return self.live().public()

    def upcoming(self, moment: datetime | None = None) -> TalkQuerySet:
        """Not started yet, the next first; cancelled and postponed ones stay listed until their time has passed."""
        return self.filter(starts_at__gt=moment or timezone.now()).order_by("starts_at", "pk")

    def live_now(self, moment: datetime | None = None) -> TalkQuerySet:
        now = moment or timezone.now()
        going_on = self.filter(starts_at__lte=now, ends_at__gt=now, status=TalkPage.Status.SCHEDULED)
        return going_on.order_by("starts_at", "pk")

    def past(self, moment: datetime | None = None) -> TalkQuerySet:
        """Over, the latest first."""
        return self.filter(ends_at__lte=moment or timezone.now()).order_by("-starts_at", "-pk")


class TalkPage(Timed, BasePage):
    """A talk of a series; its parent page is the series.

    Words: title, teaser (the lead), questions and purposes (one a line; R-EVT-5, 6), about (paragraphs).
    When (see Timed): day, start, end, zone; derived starts_at, ends_at. status: scheduled, cancelled or postponed
    (to postponed_to).
    Where and for whom: mode, venue, target_group, ecosystems. organiser and on_behalf_of: empty takes the series' own.
    Afterwards: recording (a film) or recording_url (elsewhere), summary.
    Related: speakers (Speaker), agenda (TalkAgendaItem), materials (Material).
    """

    class Status(models.TextChoices):
        SCHEDULED = "scheduled", _("Scheduled")
        CANCELLED = "cancelled", _("Cancelled")
        POSTPONED = "postponed", _("Postponed")

    class Mode(models.TextChoices):
        ONLINE = "online", _("Online")
        ON_SITE = "on_site", _("On site")
        HYBRID = "hybrid", _("Online and on site")

    teaser = models.TextField(_("lead"), blank=True, help_text=_("Two or three sentences that make people come."))
    questions = models.TextField(
        _("questions"), blank=True, help_text=_("One a line. They open the talk's discussion in the forum.")
    )
    purposes = models.TextField(
        _("purposes"), blank=True, help_text=_("One a line, each beginning with a verb: “present …”, “discuss …”.")
    )
    about = RichTextField(_("more about it"), blank=True, features=TEXT_FEATURES)

    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.SCHEDULED)
    postponed_to = models.DateField(_("postponed to"), null=True, blank=True)
    mode = models.CharField(_("mode"), max_length=8, choices=Mode, default=Mode.ONLINE)
    venue = models.CharField(_("venue"), max_length=200, blank=True, help_text=_("Street and town, if on site."))
    target_group = models.CharField(_("who it is for"), max_length=160, blank=True)
    ecosystems = ParentalManyToManyField("people.Ecosystem", verbose_name=_("ecosystems"), blank=True)
    organiser = models.CharField(_("organiser"), max_length=160, blank=True)
    on_behalf_of = models.CharField(_("on behalf of"), max_length=160, blank=True)
    questions_wait = models.BooleanField(
        _("questions wait for a moderator"),
        default=False,
        help_text=_("In the live room, a question is shown to everyone once a moderator has let it in."),
    )
    banner = models.ForeignKey(
        "wagtailimages.Image",
        verbose_name=_("banner"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Decoration only, 1600 by 600 pixels: put no words into it."),
    )

    recording = QuietStreamField(
        [("film", RecordingBlock())], verbose_name=_("recording"), blank=True, min_num=0, max_num=1
    )
    recording_url = models.URLField(_("recording elsewhere"), blank=True)
    summary = RichTextField(_("summary"), blank=True, features=TEXT_FEATURES)

    objects = PageManager.from_queryset(TalkQuerySet)()

    content_panels = [*BasePage.content_panels, *TALK_PANELS]
    parent_page_types = ["events.SeriesPage"]
    subpage_types: list[str] = []
    template = "events/talk_page.html"
    # A copy is the next talk: what came of this one stays with it.
    exclude_fields_in_copy = ["status", "postponed_to", "recording", "recording_url", "summary", "materials"]
    private_page_options: list[str] = []  # see events.models.series.NO_RESTRICTION
    search_kind = "talk"
    search_weight = 3

    class Meta:
        verbose_name = _("talk")
        verbose_name_plural = _("talks")

    def clean(self) -> None:
        super().clean()
        if self.status == self.Status.POSTPONED and self.postponed_to and self.day and self.postponed_to <= self.day:
            raise ValidationError({"postponed_to": _("The new day has to be after the old one.")})

    @property
    def description(self) -> str:
        return self.search_description or self.teaser

    def search_texts(self) -> list[str]:
        people = [f"{person.name}, {person.role}, {person.organisation_label}" for person in self.speaker_list()]
        rich = [get_text_for_indexing(text) for text in (self.about, self.summary) if text]
        subjects = [f"{ecosystem.name} {ecosystem.synonyms}" for ecosystem in self.ecosystems.all()]
        materials = [material.title for material in self.material_list()]
        return [self.teaser, self.questions, self.purposes, *rich, *people, *materials, *subjects]

    def search_ecosystems(self) -> list[str]:
        return [ecosystem.code for ecosystem in self.ecosystems.all()]

    @cached_property
    def series(self) -> SeriesPage:
        return self.get_parent().specific

    @cached_property
    def room(self) -> Room | None:
        """The live room, once the talk has been published."""
        link = TalkRoom.objects.select_related("room").filter(talk_id=self.pk).first()
        return link.room if link else None

    @property
    def state(self) -> str:
        """Return "upcoming", "live" or "ended"; a talk that does not take place is never live."""
        state = self.state_at(timezone.now())
        return BEFORE if state == NOW and not self.takes_place else state

    @property
    def takes_place(self) -> bool:
        return self.status == self.Status.SCHEDULED

    @property
    def is_over(self) -> bool:
        return self.state == OVER

    @property
    def is_recording_awaited(self) -> bool:
        """Whether to promise a recording: only while somebody may still be working on it (R-EVT-8)."""
        return self.is_over and self.takes_place and timezone.now() - self.ends_at < RECORDING_TAKES

    @property
    def question_list(self) -> list[str]:
        return _lines(self.questions)

    @property
    def purpose_list(self) -> list[str]:
        return _lines(self.purposes)

    @property
    def speakers_heading(self) -> str:
        """Say what fits the state (R-EVT-4)."""
        return gettext("Speakers included") if self.is_over else gettext("Speakers will include")

    @property
    def organiser_label(self) -> str:
        return self.organiser or self.series.organiser

    @property
    def on_behalf_label(self) -> str:
        return self.on_behalf_of or self.series.on_behalf_of

    @property
    def organiser_sentence(self) -> str:
        """Say who organises it, or organised it when it is over (R-EVT-3); empty without an organiser."""
        if not self.organiser_label:
            return ""
        parts = {"organiser": self.organiser_label, "body": self.on_behalf_label, "series": self.series.title}
        if self.on_behalf_label:
            now = gettext("%(organiser)s organises this %(series)s on behalf of %(body)s.")
            then = gettext("%(organiser)s organised this %(series)s on behalf of %(body)s.")
        else:
            now = gettext("%(organiser)s organises this %(series)s.")
            then = gettext("%(organiser)s organised this %(series)s.")
        return (then if self.is_over else now) % parts

    @property
    def badge(self) -> tuple[str, str]:
        """What stands beside it in a list, with the kind that `ui/badge.html` knows."""
        if self.status == self.Status.CANCELLED:
            return gettext("Cancelled"), "stop"
        if self.status == self.Status.POSTPONED:
            return gettext("Postponed"), "wait"
        if self.state == NOW:
            return gettext("Live now"), "live"
        return (gettext("Recording"), "done") if self.has_recording else ("", "")

    @property
    def has_recording(self) -> bool:
        return bool(self.recording or self.recording_url)

    def speaker_list(self) -> list[Speaker]:
        return list(self.speakers.select_related("organisation", "user"))

    def material_list(self) -> list[Material]:
        return list(self.materials.select_related("document"))

    @property
    def agenda_minutes(self) -> int:
        return sum(item.minutes for item in self.agenda.all())

    def timetable(self) -> list[tuple[datetime, TalkAgendaItem]]:
        """The agenda, each item with the time at which it begins, on the clocks of the talk's zone."""
        begins, lines = self.starts_at, []
        for item in self.agenda.all():
            lines.append((wallclock.at(begins, self.zone), item))
            begins += timedelta(minutes=item.minutes)
        return lines


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
