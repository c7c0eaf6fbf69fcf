"""Course → module → lesson (R-MAT-2). Everything here reads without an account (R-MAT-1)."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.rich_text import get_text_for_indexing

from cms.blocks import LESSON_BLOCKS, TEXT_FEATURES
from cms.fields import QuietStreamField
from cms.models.base import BasePage
from community.lib import durations


class TrainingIndexPage(BasePage):
    """The list of courses at /training/. intro: one paragraph above the list."""

    intro = models.TextField(_("introduction"), blank=True)

    content_panels = [*BasePage.content_panels, FieldPanel("intro")]
    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.CoursePage"]
    max_count_per_parent = 1
    template = "cms/training_index_page.html"

    class Meta:
        verbose_name = _("training index")
        verbose_name_plural = _("training indexes")

    @property
    def description(self) -> str:
        return self.search_description or self.intro


class CoursePage(BasePage):
    """A course: modules with lessons, or lessons directly below it.

    summary: up to two sentences for cards. audience: who it is for. hours: as announced, empty to add up the lessons.
    programme: the project that made it ("Cluster4Smart"). funding: the acknowledgement that its funder asks for,
    shown on every page of the course (R-ORG-2).
    """

    class Level(models.TextChoices):
        INTRODUCTORY = "introductory", _("Introductory")
        PRACTITIONER = "practitioner", _("Practitioner")
        ADVANCED = "advanced", _("Advanced")

    class Licence(models.TextChoices):
        BY = "CC BY 4.0", "CC BY 4.0"
        BY_SA = "CC BY-SA 4.0", "CC BY-SA 4.0"
        RESERVED = "reserved", _("All rights reserved")

    summary = models.CharField(_("summary"), max_length=300)
    introduction = RichTextField(_("introduction"), blank=True, features=TEXT_FEATURES)
    audience = models.CharField(_("who it is for"), max_length=200, blank=True)
    level = models.CharField(_("level"), max_length=16, choices=Level, default=Level.INTRODUCTORY)
    hours = models.PositiveSmallIntegerField(
        _("hours"), null=True, blank=True, help_text=_("As announced. Empty: the lessons are added up.")
    )
    licence = models.CharField(_("licence"), max_length=16, choices=Licence, default=Licence.BY)
    programme = models.CharField(_("programme"), max_length=120, blank=True)
    funding = models.TextField(_("funding statement"), blank=True)

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("summary"),
        FieldPanel("introduction"),
        MultiFieldPanel(
            [FieldPanel("audience"), FieldRowPanel([FieldPanel("level"), FieldPanel("hours"), FieldPanel("licence")])],
            heading=_("For whom"),
        ),
        MultiFieldPanel([FieldPanel("programme"), FieldPanel("funding")], heading=_("Where it comes from")),
    ]
    parent_page_types = ["cms.TrainingIndexPage"]
    subpage_types = ["cms.ModulePage", "cms.LessonPage"]
    template = "cms/course_page.html"
    search_kind = "course"
    search_weight = 3

    class Meta:
        verbose_name = _("course")
        verbose_name_plural = _("courses")

    @property
    def description(self) -> str:
        return self.search_description or self.summary

    def search_texts(self) -> list[str]:
        return [self.summary, get_text_for_indexing(self.introduction), self.audience, self.programme]


class ModulePage(BasePage):
    """A part of a course.

    number: as printed ("1", "B"). outcomes: one learning outcome a line. is_bonus: marked "Bonus" and never counted
    for completion (R-MAT-3).
    """

    number = models.CharField(_("number"), max_length=4, blank=True)
    outcomes = models.TextField(_("learning outcomes"), blank=True, help_text=_("One a line."))
    is_bonus = models.BooleanField(_("bonus module"), default=False)

    content_panels = [
        *BasePage.content_panels,
        FieldRowPanel([FieldPanel("number"), FieldPanel("is_bonus")]),
        FieldPanel("outcomes"),
    ]
    parent_page_types = ["cms.CoursePage"]
    subpage_types = ["cms.LessonPage"]
    template = "cms/module_page.html"

    class Meta:
        verbose_name = _("module")
        verbose_name_plural = _("modules")

    @property
    def outcome_list(self) -> list[str]:
        return [line.strip() for line in self.outcomes.splitlines() if line.strip()]

    @property
    def description(self) -> str:
        return self.search_description or " ".join(self.outcome_list)


class LessonPage(BasePage):
    """One lesson: what a reader takes in at one sitting.

    number: as printed ("2.3"). minutes: how long it takes. status "soon": announced, listed, not written yet (R-CNT-8).
    body: blocks text, figure, film, download, case_study, callout. reviewed_on: last check of the content (R-MAT-8).
    """

    class Format(models.TextChoices):
        TEXT = "text", _("Text")
        FILM = "film", _("Film")
        EXERCISE = "exercise", _("Exercise")
        CASE = "case", _("Case study")
        QUIZ = "quiz", _("Quiz")

    class Status(models.TextChoices):
        READY = "ready", _("Ready")
        SOON = "soon", _("Coming soon")

    number = models.CharField(_("number"), max_length=8, blank=True)
    format = models.CharField(_("format"), max_length=12, choices=Format, default=Format.TEXT)
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=20)
    summary = models.CharField(_("summary"), max_length=300, blank=True)
    status = models.CharField(_("status"), max_length=8, choices=Status, default=Status.READY)
    reviewed_on = models.DateField(_("last reviewed"), null=True, blank=True)
    body = QuietStreamField(
        LESSON_BLOCKS,
        verbose_name=_("content"),
        blank=True,
        # One film a lesson: its chapters have addresses of their own on the page (#chapter-3).
        block_counts={"film": {"max_num": 1}},
    )

    content_panels = [
        *BasePage.content_panels,
        FieldRowPanel([FieldPanel("number"), FieldPanel("format"), FieldPanel("minutes"), FieldPanel("status")]),
        FieldPanel("summary"),
        FieldPanel("body"),
        FieldPanel("reviewed_on"),
    ]
    parent_page_types = ["cms.CoursePage", "cms.ModulePage"]
    subpage_types: list[str] = []
    template = "cms/lesson_page.html"
    search_kind = "lesson"
    search_weight = 2

    class Meta:
        verbose_name = _("lesson")
        verbose_name_plural = _("lessons")

    @property
    def description(self) -> str:
        return self.search_description or self.summary

    def search_texts(self) -> list[str]:
        return [self.summary, *self.body.stream_block.get_searchable_content(self.body)] if self.is_ready else []

    @property
    def is_ready(self) -> bool:
        return self.status == self.Status.READY

    @property
    def length(self) -> str:
        """Say "25 min"."""
        return durations.in_minutes(self.minutes)
