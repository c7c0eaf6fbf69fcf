"""The small world that the browser tests look at. Run by itself, on the database of the site under test."""

import django

django.setup()

from allauth.account.models import EmailAddress  # noqa: E402
from django.conf import settings  # noqa: E402
from django.utils import translation  # noqa: E402

from community.people.models import User  # noqa: E402
from tests.browser.forum_world import add_forum  # noqa: E402
from tests.cast import make_cast  # noqa: E402


def make_world() -> None:
    add_forum(make_cast())
    for user in User.objects.exclude(emailaddress__verified=True):
        EmailAddress.objects.update_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})


if __name__ == "__main__":
    with translation.override(settings.LANGUAGE_CODE):
        make_world()
