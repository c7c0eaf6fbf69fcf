"""Programmes, their editions, the sessions of an edition, who takes part and where they meet (R-ACA-1 to 5)."""

from __future__ import annotations

from datetime import date
from itertools import groupby

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel

from community.lib import months
from events.models import Timed

MONTH_HELP = _("Year and month, such as 2026-12.")


class Programme(models.Model):
    """A training programme that runs again and again, or a project that made one (R-ORG-2).

    objectives: one a line, printed as a numbered list (R-CNT-5). start_month, end_month: "2017-09" or empty.
    """

    title = models.CharField(_("title"), max_length=160)
    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    summary = models.TextField(_("summary"), blank=True)
    objectives = models.TextField(_("objectives"), blank=True, help_text=_("One a line."))
    start_month = models.CharField(
        _("from"), max_length=7, blank=True, validators=[months.validate_month], help_text=MONTH_HELP
    )
    end_month = models.CharField(
        _("to"), max_length=7, blank=True, validators=[months.validate_month], help_text=MONTH_HELP
    )
    funding = models.TextField(_("funding statement"), blank=True)
    url = models.URLField(_("website"), blank=True)

    panels = [
        FieldRowPanel([FieldPanel("title"), FieldPanel("slug")]),
        FieldPanel("summary"),
        FieldPanel("objectives"),
        FieldRowPanel([FieldPanel("start_month"), FieldPanel("end_month")]),
        FieldPanel("funding"),
        FieldPanel("url"),
    ]

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title

    @property
    def objective_list(self) -> list[str]:
        return [line.strip() for line in self.objectives.splitlines() if line.strip()]

    @property
    def period(self) -> str:
        """Say "September 2017 – February 2020"."""
        return months.range_label(self.start_month, self.end_month)


class EditionQuerySet(models.QuerySet["Edition"]):
    def visible(self) -> EditionQuerySet:
        """All but drafts."""
        return self.exclude(status=Edition.Status.DRAFT)

    def newest_first(self) -> EditionQuerySet:
        return self.order_by("-starts_month", "-ordinal", "pk")


class Edition(ClusterableModel):
    """One run of a programme.

    ordinal: the how-many-th run. label: as printed ("5th, December 2026"). starts_month, ends_month: "2026-11"; the
    sessions carry the days. place, host: as text. between: what happens between the sessions, one a line.
    reported_*: figures of an archived edition without accounts (R-ORG-5). group: its members, kept by actions.
    Related: sessions (Session), memberships (EditionMembership).
    """

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        CALL_OPEN = "call_open", _("Call open")
        SELECTION = "selection", _("Selection")
        RUNNING = "running", _("Running")
        FINISHED = "finished", _("Finished")
        ARCHIVED = "archived", _("Archived")

    programme = models.ForeignKey(
        Programme, verbose_name=_("programme"), on_delete=models.PROTECT, related_name="editions"
    )
    ordinal = models.PositiveSmallIntegerField(_("number"), default=1)
    label = models.CharField(_("label"), max_length=80)
    slug = models.SlugField(_("slug"), max_length=70, unique=True)
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.DRAFT)
    summary = models.TextField(_("summary"), blank=True)
    starts_month = models.CharField(
        _("from"), max_length=7, blank=True, validators=[months.validate_month], help_text=MONTH_HELP
    )
    ends_month = models.CharField(
        _("to"), max_length=7, blank=True, validators=[months.validate_month], help_text=MONTH_HELP
    )
    place = models.CharField(_("place"), max_length=120, blank=True)
    host = models.CharField(_("host"), max_length=160, blank=True)
    between = models.TextField(
        _("between the sessions"), blank=True, help_text=_("What members do in the meantime. One a line.")
    )
    capacity = models.PositiveSmallIntegerField(_("capacity"), null=True, blank=True)
    reported_participants = models.PositiveSmallIntegerField(_("reported participants"), null=True, blank=True)
    reported_regions = models.PositiveSmallIntegerField(_("reported regions"), null=True, blank=True)
    reported_countries = models.PositiveSmallIntegerField(_("reported countries"), null=True, blank=True)
    group = models.OneToOneField(
        Group, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="edition"
    )

    objects = EditionQuerySet.as_manager()

    panels = [
        FieldPanel("programme"),
        FieldRowPanel([FieldPanel("label"), FieldPanel("ordinal"), FieldPanel("slug"), FieldPanel("status")]),
        FieldPanel("summary"),
        FieldRowPanel([FieldPanel("starts_month"), FieldPanel("ends_month"), FieldPanel("place"), FieldPanel("host")]),
        InlinePanel("sessions", heading=_("Sessions"), label=_("Session")),
        FieldPanel("between"),
        InlinePanel("memberships", heading=_("Members"), label=_("Member")),
        MultiFieldPanel(
            [
                FieldPanel("capacity"),
                FieldPanel("reported_participants"),
                FieldPanel("reported_regions"),
                FieldPanel("reported_countries"),
            ],
            heading=_("Figures"),
        ),
    ]

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        ordering = ["-starts_month", "-ordinal", "pk"]

    def __str__(self) -> str:
        return f"{self.programme}, {self.label}"

    def get_absolute_url(self) -> str:
        return reverse("academy:edition", args=[self.slug])

    @property
    def group_name(self) -> str:
        return f"edition-{self.slug}"

    @property
    def period(self) -> str:
        """Say "November 2026 – December 2026"."""
        return months.range_label(self.starts_month, self.ends_month)

    @property
    def between_list(self) -> list[str]:
        return [line.strip() for line in self.between.splitlines() if line.strip()]

    def days(self) -> list[tuple[date, list[Session]]]:
        """The sessions by day, in order: how many days it has is counted, never typed (R-ACA-1)."""
        sessions = sorted(self.sessions.all(), key=lambda session: (session.starts_at, session.pk or 0))
        return [(day, list(group)) for day, group in groupby(sessions, key=lambda session: session.day)]

    def next_session(self) -> Session | None:
        """The first session that is not over."""
        now = timezone.now()
        ahead = [session for session in self.sessions.all() if session.ends_at > now]
        return min(ahead, key=lambda session: session.starts_at, default=None)


class Session(Timed):
    """A timed part of an edition. venue: empty takes the edition's place (R-ACA-4). format: one of R-ACA-3."""

    class Format(models.TextChoices):
        FRONTAL = "frontal", _("Frontal lesson")
        TEAMWORK = "teamwork", _("Teamwork")
        FEEDBACK = "feedback", _("Feedback session")
        GUEST = "guest", _("Guest talk")
        HOMEWORK = "homework", _("Homework")

    class Mode(models.TextChoices):
        ONLINE = "online", _("Online")
        ON_SITE = "on_site", _("On site")
        HYBRID = "hybrid", _("Online and on site")

    edition = ParentalKey(Edition, verbose_name=_("edition"), on_delete=models.CASCADE, related_name="sessions")
    title = models.CharField(_("title"), max_length=160)
    format = models.CharField(_("format"), max_length=12, choices=Format, default=Format.FRONTAL)
    mode = models.CharField(_("mode"), max_length=8, choices=Mode, default=Mode.ONLINE)
    venue = models.CharField(_("venue"), max_length=200, blank=True)

    panels = [
        FieldRowPanel([FieldPanel("title"), FieldPanel("format")]),
        FieldRowPanel([FieldPanel("day"), FieldPanel("start"), FieldPanel("end"), FieldPanel("zone")]),
        FieldRowPanel([FieldPanel("mode"), FieldPanel("venue")]),
    ]

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        ordering = ["starts_at", "pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def place(self) -> str:
        """Where it is, for whoever comes in person; empty online."""
        return "" if self.mode == self.Mode.ONLINE else self.venue or self.edition.place


class EditionMembership(models.Model):
    """Who takes part in an edition, as what. team: the number of the team, empty without one."""

    class Role(models.TextChoices):
        PARTICIPANT = "participant", _("Participant")
        TRAINER = "trainer", _("Trainer")
        TUTOR = "tutor", _("Tutor")

    edition = ParentalKey(Edition, verbose_name=_("edition"), on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("member"), on_delete=models.CASCADE, related_name="editions"
    )
    role = models.CharField(_("role"), max_length=12, choices=Role, default=Role.PARTICIPANT)
    team = models.PositiveSmallIntegerField(_("team"), null=True, blank=True)

    panels = [FieldRowPanel([FieldPanel("user"), FieldPanel("role"), FieldPanel("team")])]

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["team", "role", "pk"]
        constraints = [models.UniqueConstraint(fields=["edition", "user"], name="one_membership_per_edition")]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}"

    @property
    def role_label(self) -> str:
        """Say "Trainer", or "Team 2" for a participant in a team."""
        if self.role != self.Role.PARTICIPANT:
            return self.get_role_display()
        return gettext("Team %(number)d") % {"number": self.team} if self.team else ""


class EditionRoom(models.Model):
    """A room that an edition's members have between the sessions; `team` 0 for all of them, else the team's number."""

    edition = models.ForeignKey(Edition, verbose_name=_("edition"), on_delete=models.CASCADE, related_name="rooms")
    team = models.PositiveSmallIntegerField(_("team"), default=0)
    room = models.OneToOneField(
        "live.Room", verbose_name=_("room"), on_delete=models.CASCADE, related_name="edition_link"
    )

    class Meta:
        verbose_name = _("room of an edition")
        verbose_name_plural = _("rooms of editions")
        ordering = ["edition", "team"]
        constraints = [models.UniqueConstraint(fields=["edition", "team"], name="one_room_per_team")]

    def __str__(self) -> str:
        return self.room.title

    @property
    def label(self) -> str:
        """Say "Room of team 2", or that it is everyone's."""
        if self.team:
            return gettext("Room of team %(number)d") % {"number": self.team}
        return gettext("Room of this edition")
