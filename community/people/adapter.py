"""What allauth asks of us: how a member is called, and what a new account starts with."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from community.people.models import User
from community.people.suspension import remember_suspension, remembered_suspension, suspension_of


def display_name(user: User) -> str:
    return user.display_name


class AccountAdapter(DefaultAccountAdapter):
    """Keep allauth's defaults, in our own words; accounts have no user name."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("This account is closed. Write to us if that is a mistake."),
        "cannot_remove_primary_email": _("This is your main address. Make another one your main address first."),
        "duplicate_email": _("This address is on your account already."),
        "email_password_mismatch": _(
            "This address and password do not go together. Check both, or have a sign-in code mailed to you."
        ),
        "email_taken": _("This address has an account already. Sign in with it, or use another address."),
        "enter_current_password": _("This is not your password. Type it again."),
        "incorrect_code": _("This is not the code we sent. Copy it from the newest mail."),
        "incorrect_password": _("This is not your password. Type it again."),
        "invalid_password_reset": _("This code cannot be used any more. Ask for a new one."),
        "max_email_addresses": _("An account has room for %d addresses. Remove one first."),
        "too_many_login_attempts": _(
            "There were too many wrong tries. Wait five minutes, or have a sign-in code mailed to you."
        ),
        "unknown_email": _("We know no account with this address. Check it, or join with it."),
        "unverified_primary_email": _("Your main address must be one that you have confirmed. Confirm it first."),
        "same_as_current": _("This is the same as before. Type a new one."),
        "select_only_one": _("Choose one address only."),
        "rate_limited": _("That was a lot at once. Wait a minute, then try again."),
    }

    def logout(self, request: HttpRequest) -> None:
        """The session ends, but not what a suspended member may not do as a guest either."""
        known = [until for until in (suspension_of(request), remembered_suspension(request)) if until]
        super().logout(request)
        if known:
            remember_suspension(request, max(known))

    def populate_username(self, request: object, user: User) -> None:
        """Members sign in by e-mail address, so there is no name to invent."""
