"""Forms about people."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from community.lib.printable import printable, printable_name
from community.people.countries import COUNTRIES
from community.people.models import User
from community.people.names import check_name

BIO_MAX = 2_000  # characters


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
        """Names that look the same are the same, a name can be seen, and is nobody's who looks after the community."""
        name = printable_name(self.cleaned_data["display_name"])
        if not name:
            raise forms.ValidationError(_("Write a name that others can read."), code="invisible")
        check_name(name)
        return name

    def clean_organisation_name(self) -> str:
        return printable_name(self.cleaned_data["organisation_name"])

    def signup(self, request: HttpRequest, user: User) -> None:
        """Store the details on the account that allauth has just made."""
        user.display_name = self.cleaned_data["display_name"]
        user.organisation_name = self.cleaned_data["organisation_name"]
        user.country = self.cleaned_data["country"]
        user.save(update_fields=["display_name", "organisation_name", "country"])


class ProfileForm(forms.ModelForm):
    """What a member says about themselves, and who may find it."""

    class Meta:
        model = User
        fields = ["job_title", "organisation_name", "country", "bio", "findable"]
        labels = {
            "job_title": _("What you do"),
            "bio": _("About you"),
            "findable": _("Other members may find me in the search"),
        }
        help_texts = {
            "job_title": _("Such as: cluster manager."),
            "organisation_name": _("Your cluster, agency, university or firm."),
            "bio": _("What you work on, what you can help with, what you look for. Members read it, guests do not."),
            "findable": _(
                "By your name and by what stands above, never by your e-mail address. Guests find nobody. "
                "You can take it back at any time, and it holds at once."
            ),
        }
        widgets = {
            "bio": forms.Textarea(attrs={"rows": 5, "maxlength": BIO_MAX}),
            "job_title": forms.TextInput(attrs={"autocomplete": "organization-title"}),
            "organisation_name": forms.TextInput(attrs={"autocomplete": "organization"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].widget.choices = [("", _("Choose a country")), *COUNTRIES]  # type: ignore[attr-defined]
        if self.instance.organisation_id:  # an organisation that is on record is not typed
            del self.fields["organisation_name"]

    def clean_job_title(self) -> str:
        return printable_name(self.cleaned_data["job_title"])

    def clean_organisation_name(self) -> str:
        return printable_name(self.cleaned_data["organisation_name"])

    def clean_bio(self) -> str:
        bio = printable(self.cleaned_data["bio"].replace("\r\n", "\n")).strip()
        if len(bio) > BIO_MAX:
            raise forms.ValidationError(_("Shorten it to 2,000 characters."), code="too_long")
        return bio
