"""What members change about themselves."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from community.people import changes
from community.people.models import User

PROFILE = frozenset({"job_title", "organisation_name", "country", "bio", "findable"})


@transaction.atomic
def change_profile(actor: User, **said: Any) -> None:
    """Store what a member says about themselves, cleaned already. Raises PermissionDenied for a closed account."""
    if not actor.is_active:
        raise PermissionDenied
    if not said.keys() <= PROFILE:
        raise TypeError(f"Not for a member to change: {sorted(said.keys() - PROFILE)}.")
    for name, value in said.items():
        setattr(actor, name, value)
    actor.save(update_fields=list(said))
    changes.tell(actor)
