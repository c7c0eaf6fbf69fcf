"""Making keys, noting that one was used, and taking it back."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from community.lib.tokens import digest_of, new_token
from community.people.models import User
from community.tokens.errors import TooManyKeys
from community.tokens.models import AccessToken
from community.tokens.telling import tell_made

MOST_KEYS = 20  # live ones of one member, for each purpose
DAYS, MOST_DAYS = 90, 365
NOTED_EVERY = timedelta(minutes=10)  # so that reading with a key hardly ever writes

Purpose = AccessToken.Purpose


@dataclass(frozen=True)
class MadeKey:
    """A key at the only moment at which it can be told."""

    token: AccessToken
    secret: str


def make_api_key(user: User, *, name: str, scope: str = AccessToken.Scope.READ, days: int = DAYS) -> MadeKey:
    """A key to the programming interface, good for that many days, a year at most. Its member is told of it.

    Raises TooManyKeys, ValueError.
    """
    if not 1 <= days <= MOST_DAYS or scope not in AccessToken.Scope.values:
        raise ValueError("A key is good for a day to a year, to read or to write.")
    with transaction.atomic():
        expires_at = timezone.now() + timedelta(days=days)
        made = _make(user, Purpose.API, name=name[:80], scope=scope, expires_at=expires_at)
        tell_made(made.token)
    return made


def make_feed_key(user: User, kind: str, object_id: object) -> MadeKey:
    """A key to the feed of one thing. Whether the member may read it is asked each time it is used. Raises TooManyKeys.

    It has no end of its own: nobody looks into a feed reader to see what has run out.
    """
    return _make(user, Purpose.FEED, kind=kind, object_id=str(object_id))


def revoke_key(user: User, pk: int) -> AccessToken:
    """Let one of the member's own keys open nothing any more. Raises LookupError."""
    token = AccessToken.objects.of(user).filter(pk=pk).first()
    if token is None:
        raise LookupError(f"{user} has no key {pk}.")
    if token.revoked_at is None:
        token.revoked_at = timezone.now()
        token.save(update_fields=["revoked_at"])
    return token


def note_use(token: AccessToken) -> None:
    """To ten minutes. Two programs at once may both write it, which does no harm."""
    now = timezone.now()
    noted = Q(last_used_at=None) | Q(last_used_at__lt=now - NOTED_EVERY)
    if token.last_used_at is None or token.last_used_at < now - NOTED_EVERY:
        AccessToken.objects.filter(noted, pk=token.pk).update(last_used_at=now)


@transaction.atomic
def _make(user: User, purpose: str, **facts: Any) -> MadeKey:
    User.objects.select_for_update().get(pk=user.pk)  # two windows at once are not a way around the limit
    if AccessToken.objects.of(user).live().filter(purpose=purpose).count() >= MOST_KEYS:
        raise TooManyKeys
    secret = new_token(purpose)
    ending = secret[-4:]
    token = AccessToken.objects.create(user=user, purpose=purpose, digest=digest_of(secret), ending=ending, **facts)
    return MadeKey(token, secret)
