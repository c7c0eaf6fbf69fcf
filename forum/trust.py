"""Two steps of trust and no more: somebody new, whose posts wait for a moderator, and everybody else.

One approved post is enough. Who takes part in an edition, has a role, speaks or moderates somewhere was known before.
"""

from django.conf import settings
from django.utils import timezone

from community.people.models import User
from community.people.permissions import Person, group_names
from forum.engine import Forum


def is_newcomer(user: Person) -> bool:
    """Whether what they write waits. Costs up to three queries, and none for whoever is trusted."""
    if not user.is_authenticated or not might_be_newcomer(user) or user.is_superuser:
        return False
    return not (group_names(user) or user.speaks_in.exists() or user.moderated_rooms.exists())


def might_be_newcomer(user: Person) -> bool:
    """The cheap half of the question, for pages: True for some who are none."""
    return settings.NEWCOMERS_WAIT and user.is_authenticated and user.trusted_at is None


def may_have_waiting(user: Person, forum: Forum) -> bool:
    """Whether it is worth a query to look for something of theirs that waits there."""
    waits_for_all = hasattr(forum, "detail") and forum.detail.needs_approval
    return user.is_authenticated and (waits_for_all or might_be_newcomer(user))


def trust_author(user_id: int | None) -> None:
    """From the first post that a moderator lets in, they write like everybody."""
    User.objects.filter(pk=user_id, trusted_at=None).update(trusted_at=timezone.now())
