"""What allauth asks of us: how a member is called, and what a new account starts with."""

from allauth.account.adapter import DefaultAccountAdapter

from community.people.models import User


def display_name(user: User) -> str:
    return user.display_name


class AccountAdapter(DefaultAccountAdapter):
    """Keep allauth's defaults; accounts have no user name."""

    def populate_username(self, request: object, user: User) -> None:
        """Members sign in by e-mail address, so there is no name to invent."""
