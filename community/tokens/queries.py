"""Which key opens what, and which keys a member has."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from community.lib.tokens import digest_of, is_token
from community.notifications import followables
from community.notifications.followables import Followed
from community.people.models import User
from community.tokens.models import AccessToken

SHOWN_FOR = timedelta(days=30)  # after a key was revoked or has run out


@dataclass(frozen=True)
class ShownKey:
    """A key in its member's list. `place`: what it is the feed of, while the member may read that."""

    token: AccessToken
    place: Followed | None = None


def find_key(secret: str, purpose: str) -> AccessToken | None:
    """The live key with these letters, of a member who may come in. What does not look like one costs no query."""
    if not is_token(secret, purpose):
        return None
    keys = AccessToken.objects.live().select_related("user__organisation")
    return keys.filter(digest=digest_of(secret), purpose=purpose, user__is_active=True).first()


def keys_of(user: User, purpose: str) -> list[ShownKey]:
    """The member's keys, the newest first; those that open nothing any more come last, and go after a month."""
    since = timezone.now() - SHOWN_FOR
    found = [token for token in AccessToken.objects.of(user).filter(purpose=purpose) if _is_shown(token, since)]
    found.sort(key=lambda token: not token.is_live)
    places = _places(user, found)
    return [ShownKey(token, places.get((token.kind, token.object_id))) for token in found]


def feed_keys(user: User, kind: str, object_id: object) -> list[AccessToken]:
    """The live keys that the member has for one feed."""
    live = AccessToken.objects.of(user).live().filter(purpose=AccessToken.Purpose.FEED)
    return list(live.filter(kind=kind, object_id=str(object_id)))


def _is_shown(token: AccessToken, since: datetime) -> bool:
    ended = token.revoked_at or token.expires_at
    return token.is_live or ended is None or ended > since


def _places(user: User, tokens: list[AccessToken]) -> dict[tuple[str, str], Followed]:
    """What the feeds are about, in as many queries as there are kinds of feeds."""
    ids: dict[str, list[str]] = {}
    for token in tokens:
        if token.kind:
            ids.setdefault(token.kind, []).append(token.object_id)
    known = ((name, followables.get(name)) for name in ids)
    return {(name, one): place for name, kind in known if kind for one, place in kind.describe(user, ids[name]).items()}
