"""What the academy's floor writes: who takes part, and what follows from it."""

import re

from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db import transaction

from cms.actions import grant_snippets
from community.people.models import User
from community.people.permissions import ORGANISERS, is_organiser
from events.academy.models import Edition, EditionMembership, Programme
from events.academy.queries import edition_forum
from forum.actions import make_forum, retire_forums, set_forum_members
from forum.engine import Forum


def ensure_academy() -> None:
    """Let organisers keep programmes and editions in the editor. Run it as often as you like."""
    grant_snippets(ORGANISERS, Programme, Edition)


@transaction.atomic
def open_edition(edition: Edition) -> Forum:
    """Give the edition its group and its private forum, and let exactly its members in. Run it after every change.

    The group is called "edition-<slug>"; the forum is the one that this group was let into, else a new one with the
    group's name as its key. Both stay when the slug changes later.
    """
    group = _group_of(edition)
    forum = edition_forum(edition)
    if forum is None:
        forum = make_forum(group.name, str(edition)[:100], description=edition.summary, private=True)
    set_forum_members(forum, group.name, users=[row.user for row in edition.memberships.select_related("user")])
    return forum


@transaction.atomic
def add_member(
    actor: User, edition: Edition, user: User, role: str = EditionMembership.Role.PARTICIPANT, team: int | None = None
) -> EditionMembership:
    """Let somebody take part, or change their role and team. Raises PermissionDenied for anyone but organisers."""
    _check(actor)
    rows = EditionMembership.objects
    membership, _made = rows.update_or_create(edition=edition, user=user, defaults={"role": role, "team": team})
    open_edition(_fresh(edition))
    return membership


@transaction.atomic
def remove_member(actor: User, edition: Edition, user: User) -> None:
    """Take somebody out of an edition and out of its forum. Raises PermissionDenied for anyone but organisers."""
    _check(actor)
    EditionMembership.objects.filter(edition=edition, user=user).delete()
    open_edition(_fresh(edition))


@transaction.atomic
def close_edition(edition: Edition) -> None:
    """Cut the forums of an edition that is being deleted from its name, so that a later one begins with its own.

    Its members keep what they wrote there, with each other: the group stays as it is, under a name that no edition
    can have, and so do the groups of its teams.
    """
    name = edition.group.name if edition.group else edition.group_name
    for group in Group.objects.filter(name__regex=rf"^{re.escape(name)}(-team-[0-9]+)?$"):
        if _edition_of(group) in (None, edition.pk):
            retire_forums(group, f"closed-{edition.pk}")


def _check(actor: User) -> None:
    if not is_organiser(actor):
        raise PermissionDenied


def _fresh(edition: Edition) -> Edition:
    """The edition as it is stored: one that is being edited keeps its members in memory."""
    return Edition.objects.get(pk=edition.pk)


def _group_of(edition: Edition) -> Group:
    if edition.group is None:
        group = Group.objects.get_or_create(name=edition.group_name)[0]
        if _edition_of(group):  # of one that had this slug before, and has another now
            group = Group.objects.create(name=f"{edition.group_name}-{edition.pk}")
        edition.group = group
        Edition.objects.filter(pk=edition.pk).update(group=edition.group)
    return edition.group


def _edition_of(group: Group) -> int | None:
    """The number of the edition whose members these are."""
    return Edition.objects.filter(group=group).values_list("pk", flat=True).first()
