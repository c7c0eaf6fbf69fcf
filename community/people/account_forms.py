"""allauth's forms in the site's own words: labels instead of placeholders, and one spelling of e-mail."""

from typing import Any

from allauth.account import forms as allauth_forms
from django import forms
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

LABELS = {
    "login": _("E-mail address"),
    "email": _("E-mail address"),
    "oldpassword": _("Your password now"),
    "password1": _("Password"),
    "password2": _("The same password again"),
    "code": _("Code from the mail"),
}
HINTS = {"password1": _("At least 8 characters. A few plain words in a row are easy to remember and hard to guess.")}


class OwnWords(forms.Form):
    """Mixed in before an allauth form."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = LABELS.get(name, field.label)
            if isinstance(field.widget, forms.PasswordInput):
                field.help_text = HINTS.get(name, "")


class SignIn(OwnWords, allauth_forms.LoginForm):
    pass


class SignUp(OwnWords, allauth_forms.SignupForm):
    def try_save(self, request: HttpRequest) -> Any:
        """As allauth does, but an address that has an account takes as long as a new one (safety E1)."""
        if self.account_already_exists:
            make_password(self.cleaned_data["password1"])
        return super().try_save(request)


class AddAddress(OwnWords, allauth_forms.AddEmailForm):
    pass


class OtherAddress(OwnWords, allauth_forms.ChangeEmailForm):
    pass


class ChangePassword(OwnWords, allauth_forms.ChangePasswordForm):
    pass


class SetPassword(OwnWords, allauth_forms.SetPasswordForm):
    pass


class ForgottenPassword(OwnWords, allauth_forms.ResetPasswordForm):
    pass


class NewPassword(OwnWords, allauth_forms.ResetPasswordKeyForm):
    pass


class AskPasswordAgain(OwnWords, allauth_forms.ReauthenticateForm):
    pass


class RequestCode(OwnWords, allauth_forms.RequestLoginCodeForm):
    pass


class SignInCode(OwnWords, allauth_forms.ConfirmLoginCodeForm):
    pass


class AddressCode(OwnWords, allauth_forms.ConfirmEmailVerificationCodeForm):
    pass


class PasswordCode(OwnWords, allauth_forms.ConfirmPasswordResetCodeForm):
    pass
