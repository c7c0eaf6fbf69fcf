"""What a member says about a new key."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from community.lib.printable import printable_name
from community.tokens.actions import DAYS, MOST_DAYS
from community.tokens.models import AccessToken

_LENGTHS = [7, 30, DAYS, MOST_DAYS]


class KeyForm(forms.Form):
    name = forms.CharField(
        label=_("Which program is it for?"),
        help_text=_("So that you know the key again, such as “Members' newsletter”."),
        max_length=80,
        error_messages={"required": _("Write which program the key is for.")},
    )
    scope = forms.ChoiceField(
        label=_("What may it do?"),
        choices=AccessToken.Scope.choices,
        initial=AccessToken.Scope.READ,
        widget=forms.RadioSelect,
    )
    days = forms.TypedChoiceField(
        label=_("For how long?"),
        coerce=int,
        choices=[(days, ngettext_lazy("%d day", "%d days", days) % days) for days in _LENGTHS],
        initial=DAYS,
    )

    def clean_name(self) -> str:
        name = printable_name(self.cleaned_data["name"])
        if not name:
            raise forms.ValidationError(_("Write a name that you can read."))
        return name
