"""What a report and a decision ask for."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

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


class DecisionForm(forms.Form):
    """A statement of reasons under Article 17."""

    outcome = forms.ChoiceField(label=_("Decision"), choices=Decision.Outcome, widget=forms.RadioSelect)
    ground = forms.ChoiceField(
        label=_("Based on"), choices=Decision.Ground, initial=Decision.Ground.RULES, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("The author and whoever reported it will read this. Name the rule or the law."),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=4000,
    )


class ReversalForm(forms.Form):
    reason = forms.CharField(
        label=_("Why is it shown again?"),
        help_text=_("The author and whoever reported it will read this."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
    )
