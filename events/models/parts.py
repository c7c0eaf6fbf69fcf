"""What hangs below a talk: speakers, agenda, material."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable


class Speaker(Orderable):
    """Who speaks, as of that day: role and organisation are kept as text, so an old talk keeps the old role (R-EVT-4).

    organisation_text: as printed; empty takes the name of the linked record, organisation, if there is one.
    user: the speaker's account, which makes them a speaker in the live room. is_moderator: leads the talk.
    """

    talk = ParentalKey("events.TalkPage", on_delete=models.CASCADE, related_name="speakers")
    name = models.CharField(_("name"), max_length=120)
    role = models.CharField(_("role"), max_length=160, blank=True)
    organisation_text = models.CharField(_("organisation, as printed"), max_length=160, blank=True)
    organisation = models.ForeignKey(
        "people.Organisation",
        verbose_name=_("organisation"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("account"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="talks_spoken_at",
        help_text=_("With an account, the speaker can answer questions in the live room."),
    )
    email = models.EmailField(
        _("e-mail"),
        blank=True,
        help_text=_("Never shown. The personal link to the speaker desk goes there, or to the account's address."),
    )
    is_moderator = models.BooleanField(_("leads the talk"), default=False)

    panels = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("role")]),
        FieldRowPanel([FieldPanel("organisation_text"), FieldPanel("organisation")]),
        FieldRowPanel([FieldPanel("user"), FieldPanel("email"), FieldPanel("is_moderator")]),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("speaker")
        verbose_name_plural = _("speakers")

    def __str__(self) -> str:
        return self.name

    @property
    def role_label(self) -> str:
        """The role, and that this person leads the talk."""
        leads = gettext("moderation") if self.is_moderator else ""
        return ", ".join(part for part in (self.role, leads) if part)

    @property
    def address(self) -> str:
        """Where mail reaches the speaker; never shown on a page."""
        return self.email or (self.user.email if self.user else "")

    @property
    def organisation_label(self) -> str:
        return self.organisation_text or (self.organisation.name if self.organisation else "")


class AgendaFields(Orderable):
    """One item of an agenda: how many minutes it takes, what it is called and of which kind it is (R-EVT-5)."""

    class Kind(models.TextChoices):
        WELCOME = "welcome", _("Welcome")
        POLICY = "policy", _("Policy news")
        PLATFORM = "platform", _("Platform news")
        PRESENTATION = "presentation", _("Presentation")
        PANEL = "panel", _("Panel")
        QUESTIONS = "questions", _("Questions and answers")
        FUNDING = "funding", _("Funding opportunities")
        CLOSING = "closing", _("Closing")

    minutes = models.PositiveSmallIntegerField(_("minutes"), default=10)
    title = models.CharField(_("title"), max_length=160)
    kind = models.CharField(_("kind"), max_length=16, choices=Kind, default=Kind.PRESENTATION)

    panels = [FieldRowPanel([FieldPanel("minutes"), FieldPanel("title"), FieldPanel("kind")])]

    class Meta(Orderable.Meta):
        abstract = True

    def __str__(self) -> str:
        return self.title


class TalkAgendaItem(AgendaFields):
    talk = ParentalKey("events.TalkPage", on_delete=models.CASCADE, related_name="agenda")

    class Meta(Orderable.Meta):
        verbose_name = _("agenda item")
        verbose_name_plural = _("agenda items")


class Material(Orderable):
    """Something to take along from a talk: a document of ours or an address elsewhere (R-MAT-6).

    edition_label: of which edition it is ("2nd Academy, September 2023"), printed before the title.
    """

    class Kind(models.TextChoices):
        SLIDES = "slides", _("Slides")
        HANDOUT = "handout", _("Handout")
        CASE = "case", _("Case study")
        TEMPLATE = "template", _("Template")
        SUMMARY = "summary", _("Summary")
        SET = "set", _("Training material")
        LINK = "link", _("Link")

    talk = ParentalKey("events.TalkPage", on_delete=models.CASCADE, related_name="materials")
    title = models.CharField(_("title"), max_length=160)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.SLIDES)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, default="en")
    document = models.ForeignKey(
        "wagtaildocs.Document",
        verbose_name=_("file"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    url = models.URLField(_("address"), blank=True)
    edition_label = models.CharField(_("edition"), max_length=80, blank=True)

    panels = [
        FieldRowPanel([FieldPanel("title"), FieldPanel("kind"), FieldPanel("language")]),
        FieldRowPanel([FieldPanel("document"), FieldPanel("url")]),
        FieldPanel("edition_label"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("material")
        verbose_name_plural = _("material")

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        super().clean()
        if not self.document and not self.url:
            raise ValidationError({"document": _("Choose a file or give an address.")})

    @property
    def link(self) -> str:
        return self.document.url if self.document else self.url
