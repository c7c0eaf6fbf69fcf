"""Telling members of a new key to what they may read and write: if it was not them, they should know."""

from collections.abc import Collection

from django.urls import reverse
from django.utils.translation import gettext as _

from community.notifications import registry
from community.notifications.actions import notify
from community.people.models import User
from community.tokens.models import AccessToken

KEY_MADE = "key_made"


def register() -> None:
    registry.register(KEY_MADE, may_see=_is_theirs, may_see_many=_theirs, mail=True)


def tell_made(token: AccessToken) -> None:
    notify(
        [token.user],
        KEY_MADE,
        object_id=token.pk,
        title=_("A key for a program was made: %(name)s") % {"name": token.name},
        url=reverse("tokens:access"),
        text=_("If that was not you, revoke it on this page and change your password."),
    )


def _is_theirs(user: User, object_id: str) -> bool:
    return bool(_theirs(user, [object_id]))


def _theirs(user: User, object_ids: Collection[str]) -> list[str]:
    return [str(pk) for pk in AccessToken.objects.of(user).filter(pk__in=object_ids).values_list("pk", flat=True)]
