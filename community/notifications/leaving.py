"""The ways out that stand in every mail: signed addresses that end one thing for one member, without signing in.

They can do nothing else, so they never run out (RFC 8058, safety E14).
"""

from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.urls import reverse

from community.notifications import followables
from community.people.models import User

_SALT = "notifications.unsubscribe"
DIGEST = "digest"


@dataclass(frozen=True)
class Exit:
    """What one address ends: mails about one thing that is followed, the digest, or all mails when `kind` is empty."""

    user: User
    kind: str = ""
    object_id: str = ""

    @property
    def url(self) -> str:
        what: Any = [self.user.pk, self.kind, self.object_id] if self.kind else self.user.pk
        return reverse("notifications:unsubscribe", args=[signing.dumps(what, salt=_SALT)])

    @property
    def title(self) -> str:
        """What it is called, for as long as the member may read it."""
        found = followables.get(self.kind)
        described = found.describe(self.user, [self.object_id]).get(self.object_id) if found else None
        return described.title if described else ""


def exit_of(token: str) -> Exit | None:
    """What the address ends; None when it was not made here."""
    try:
        said = signing.loads(token, salt=_SALT)
    except signing.BadSignature:
        return None
    pk, kind, object_id = (said, "", "") if isinstance(said, int) else said
    user = User.objects.filter(pk=pk).first()
    return Exit(user, kind, object_id) if user else None
