"""What a report, a decision and an appeal ask for."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.moderation.actions import Grounds, Notifier
from community.moderation.models import Decision, Report


class ReportForm(forms.Form):
    """A notice under Article 16 of the Digital Services Act; the address and the reporter's name are known already."""

    reason = forms.ChoiceField(label=_("What is wrong with it?"), choices=Report.Reason, widget=forms.RadioSelect)
    details = forms.CharField(
        label=_("Explanation"),
        help_text=_("What should a moderator know? If it is against the law, say which law and why."),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=2000,
        required=False,
    )
    good_faith = forms.BooleanField(
        label=_("I believe in good faith that what I say here is accurate and complete."),
        error_messages={"required": _("Tick this box, so that moderators know you mean it.")},
    )

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.cleaned_data.get("reason") in EXPLAINED and not self.cleaned_data.get("details", "").strip():
            self.add_error("details", _("Please explain: the reason alone does not tell moderators enough."))
        return cleaned


EXPLAINED = {Report.Reason.ILLEGAL, Report.Reason.RIGHTS, Report.Reason.OTHER}


class GuestReportForm(ReportForm):
    """The same by somebody without an account, who says who they are; about one crime nobody has to (16.2 c)."""

    name = forms.CharField(label=_("Your name"), max_length=120, required=False)
    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_(
            "We write to you when we have your report, and when a moderator has decided. The author never sees this."
        ),
        required=False,
    )
    field_order = ["reason", "details", "name", "email", "good_faith"]

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.cleaned_data.get("reason") != Report.Reason.CHILD:
            for name, wrong in NAMED.items():
                if not self.cleaned_data.get(name) and name not in self.errors:
                    self.add_error(name, wrong)
        return cleaned

    def notifier(self, place: str) -> Notifier:
        return Notifier(self.cleaned_data.pop("name"), self.cleaned_data.pop("email"), place)


NAMED = {
    "name": _("Say who you are. Only a report about the abuse of a child needs no name."),
    "email": _("Say where we can write to. Only a report about the abuse of a child needs no address."),
}


class GroundsForm(forms.Form):
    """A statement of reasons under Article 17."""

    ground = forms.ChoiceField(
        label=_("Based on"), choices=Decision.Ground, initial=Decision.Ground.RULES, widget=forms.RadioSelect
    )
    reference = forms.CharField(
        label=_("Which rule or law"),
        help_text=_(
            "Such as: rule 3, or Article 12 of Regulation (EU) 2022/2065. A decision based on the law names it."
        ),
        max_length=200,
        required=False,
    )
    facts = forms.CharField(
        label=_("Facts"),
        help_text=_("What you looked at and relied on, where the reason alone does not say it."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=False,
    )
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("The author and whoever reported it will read this. Say how the rule or the law applies."),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=4000,
    )

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        by_law = self.cleaned_data.get("ground") == Decision.Ground.LAW
        if by_law and not self.cleaned_data.get("reference", "").strip():
            self.add_error("reference", _("Name the law and the article, so that the author can check it."))
        return cleaned

    @property
    def grounds(self) -> Grounds:
        return Grounds(**{name: self.cleaned_data[name] for name in ("reason", "ground", "reference", "facts")})


class DecisionForm(GroundsForm):
    OUTCOMES = [(one.value, one.label) for one in (Decision.Outcome.HIDE, Decision.Outcome.KEEP)]

    outcome = forms.ChoiceField(label=_("Decision"), choices=OUTCOMES, widget=forms.RadioSelect)
    field_order = ["outcome"]


class SuspensionForm(GroundsForm):
    until = forms.DateField(
        label=_("Until the end of"),
        help_text=_("It ends by itself at midnight after this day."),
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    field_order = ["until"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        for bound, day in (("min", today), ("max", today + timedelta(days=364))):
            self.fields["until"].widget.attrs[bound] = day.isoformat()

    @property
    def end(self) -> datetime:
        """The first moment after that day, by the clock of the community."""
        day: date = min(self.cleaned_data["until"], date.max - timedelta(days=1))  # the very last has none after it
        return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


class ReversalForm(forms.Form):
    reason = forms.CharField(
        label=_("Why is it taken back?"),
        help_text=_("The author and whoever reported it will read this."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
    )


class AppealForm(forms.Form):
    text = forms.CharField(
        label=_("What should be looked at again?"),
        help_text=_("You can write once about this decision."),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=4000,
    )


class AnswerForm(forms.Form):
    """The second look, and what came of it."""

    verdict = forms.ChoiceField(
        label=_("After a second look"),
        choices=[("stands", _("The decision stands")), ("granted", _("The author is right: take it back"))],
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(
        label=_("Answer"),
        help_text=_("The author will read this."),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=4000,
    )
