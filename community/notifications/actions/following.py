"""Following, and following no more."""

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied

from community.lib.inserting import Inserting
from community.notifications import followables
from community.notifications.models import Follow, Level
from community.people.models import User


def follow(user: User, kind: str, object_id: object, level: str) -> Follow:
    """Follow it at that level from now on: "instant", "digest" or "mute".

    Raises LookupError for a kind that nobody registered, ValueError for a level that is none, PermissionDenied for what
    the member may not read.
    """
    if level not in Level.values:
        raise ValueError(f"{level!r} is no level: {', '.join(Level.values)}.")
    if followables.find(user, kind, object_id) is None:
        raise PermissionDenied
    followed, _ = Follow.objects.update_or_create(
        user=user, kind=kind, object_id=str(object_id), defaults={"level": level}
    )
    return followed


def unfollow(user: User, kind: str, object_id: object) -> None:
    """Follow it no more. Also possible for what the member may not read any more."""
    Follow.objects.of(user).filter(kind=kind, object_id=str(object_id)).delete()


def follow_unless_decided(users: Iterable[User], kind: str, object_id: object) -> None:
    """Let them follow it at once, for those who take part in it; whatever they have decided before stands."""
    follow = Follow(kind=kind, object_id=str(object_id), level=Level.INSTANT)
    _FOLLOWS.many(follow, [[user.pk] for user in users])


_FOLLOWS = Inserting(Follow, each=["user"], otherwise="ON CONFLICT DO NOTHING")
