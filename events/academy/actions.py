"""What the academy's floor writes: who takes part, and what follows from it."""

from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db import transaction

from cms.actions import grant_snippets
from community.people.models import User
from community.people.permissions import ORGANISERS, is_organiser
from events.academy.models import Edition, EditionMembership, Programme
from events.academy.queries import edition_forum
from forum.actions import make_forum, set_forum_members
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


def close_edition(edition: Edition) -> None:
    """Let nobody into the forum of an edition that is being deleted; what was written there stays with organisers."""
    if edition.group:
        edition.group.user_set.clear()


def _check(actor: User) -> None:
    if not is_organiser(actor):
        raise PermissionDenied


def _fresh(edition: Edition) -> Edition:
    """The edition as it is stored: one that is being edited keeps its members in memory."""
    return Edition.objects.get(pk=edition.pk)


def _group_of(edition: Edition) -> Group:
    if edition.group is None:
        edition.group = Group.objects.get_or_create(name=edition.group_name)[0]
        Edition.objects.filter(pk=edition.pk).update(group=edition.group)
    return edition.group
