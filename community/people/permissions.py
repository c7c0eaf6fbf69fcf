"""What a person may do anywhere, by the groups they are in; rights on one room, forum or edition live on its floor."""

from typing import TypeGuard

from django.contrib.auth.models import AnonymousUser

from community.people.models import User

MODERATORS, EDITORS, ORGANISERS, TRAINERS = "Moderators", "Editors", "Organisers", "Trainers"
GROUPS = [MODERATORS, EDITORS, ORGANISERS, TRAINERS]

Person = User | AnonymousUser


def group_names(user: Person) -> frozenset[str]:
    """The names of the user's groups, read once per request."""
    if not user.is_authenticated:
        return frozenset()
    cached = user.__dict__.get("_group_names")
    if cached is None:
        cached = user.__dict__["_group_names"] = frozenset(user.groups.values_list("name", flat=True))
    return cached


def can_write(user: Person) -> TypeGuard[User]:
    """Members, while they are not suspended. They may then still read, report, and appeal."""
    return user.is_authenticated and user.is_active and not user.is_suspended


def is_moderator(user: Person) -> bool:
    """May run question queues and decide reports, everywhere."""
    return can_write(user) and (user.is_superuser or MODERATORS in group_names(user))


def is_organiser(user: Person) -> bool:
    """May set up editions and see every edition's forum."""
    return can_write(user) and (user.is_superuser or ORGANISERS in group_names(user))


def can_find_members(user: Person) -> bool:
    """Members find those who let themselves be found; guests find nobody."""
    return user.is_authenticated and user.is_active


def can_see_email(viewer: Person, member: User) -> bool:
    """E-mail addresses are shown to their owner and to organisers only."""
    return viewer == member or is_organiser(viewer)
