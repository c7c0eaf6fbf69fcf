"""Forms about people."""

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from community.lib.printable import printable_name
from community.people.countries import COUNTRIES
from community.people.models import User


class SignUpDetails(forms.Form):
    """What sign-up asks beside e-mail address and password; allauth mixes it into its own form."""

    display_name = forms.CharField(
        label=_("Your name"),
        max_length=80,
        help_text=_("As others will see it beside your posts."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    organisation_name = forms.CharField(
        label=_("Organisation"),
        max_length=160,
        required=False,
        help_text=_("Your cluster, agency, university or firm."),
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    country = forms.ChoiceField(label=_("Country"), choices=[("", _("Choose a country")), *COUNTRIES], required=False)
    field_order = ["display_name", "email", "password1", "organisation_name", "country"]

    def clean_display_name(self) -> str:
        """Names that look the same are the same, and a name can be seen."""
        name = printable_name(self.cleaned_data["display_name"])
        if not name:
            raise forms.ValidationError(_("Write a name that others can read."), code="invisible")
        return name

    def clean_organisation_name(self) -> str:
        return printable_name(self.cleaned_data["organisation_name"])

    def signup(self, request: HttpRequest, user: User) -> None:
        """Store the details on the account that allauth has just made."""
        user.display_name = self.cleaned_data["display_name"]
        user.organisation_name = self.cleaned_data["organisation_name"]
        user.country = self.cleaned_data["country"]
        user.save(update_fields=["display_name", "organisation_name", "country"])
