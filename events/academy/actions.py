"""What the academy's floor writes: who takes part, and what follows from it."""

import re

from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext

from cms.actions import grant_snippets
from community.live.actions import open_room, retire_room, set_moderators
from community.live.models import Room
from community.people.models import User
from community.people.permissions import ORGANISERS, is_organiser
from events.academy.models import Edition, EditionMembership, EditionRoom, Programme
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
    members = list(edition.memberships.select_related("user"))
    guides = [row.user for row in members if row.role != EditionMembership.Role.PARTICIPANT]
    set_forum_members(forum, group.name, users=[row.user for row in members], guides=guides)
    open_rooms(edition)
    return forum


@transaction.atomic
def open_rooms(edition: Edition) -> None:
    """A standing room for the edition's members and one for each team, moderated by its trainers and tutors.

    The rooms close when the edition is finished, and a team's when nobody is in the team any more.
    """
    members = list(edition.memberships.select_related("user"))
    guides = [row.user for row in members if row.role != EditionMembership.Role.PARTICIPANT]
    teams = sorted({row.team for row in members if row.team})
    group = _group_of(edition)
    rooms = [_open_room(edition, 0, group, str(edition))]
    for team in teams:
        inside, _made = Group.objects.get_or_create(name=f"{group.name}-team-{team}")
        inside.user_set.set([*guides, *(row.user for row in members if row.team == team)])
        title = gettext("%(edition)s: team %(team)d") % {"edition": edition, "team": team}
        rooms.append(_open_room(edition, team, inside, title))
    for room in rooms:
        set_moderators(room, guides)
    left = EditionRoom.objects.filter(edition=edition).exclude(team__in=[0, *teams]).select_related("room")
    for link in left:
        _open_room(edition, link.team, link.room.group, link.room.title, is_open=False)


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
    for link in edition.rooms.select_related("room"):
        retire_room(link.room, f"closed-{edition.pk}")
    name = edition.group.name if edition.group else edition.group_name
    for group in Group.objects.filter(name__regex=rf"^{re.escape(name)}(-team-[0-9]+)?$"):
        if _edition_of(group) in (None, edition.pk):
            retire_forums(group, f"closed-{edition.pk}")


def _open_room(edition: Edition, team: int, group: Group | None, title: str, *, is_open: bool = True) -> Room:
    link = EditionRoom.objects.select_related("room").filter(edition=edition, team=team).first()
    known, now = (link.room if link else None), timezone.now()
    is_open = is_open and edition.status not in {Edition.Status.FINISHED, Edition.Status.ARCHIVED}
    room = open_room(
        known.slug if known else _free_slug(f"{edition.slug}-team-{team}" if team else edition.slug),
        title[:200],
        opens_at=known.opens_at if known else now,
        closes_at=None if is_open else (known and known.closes_at) or now,
        audience=Room.Audience.GROUP,
        group=group,
        home_url=edition.get_absolute_url(),
    )
    if not link:
        EditionRoom.objects.create(edition=edition, team=team, room=room)
    return room


def _free_slug(slug: str) -> str:
    """The edition's own; with a few letters more where another room has it already."""
    taken = Room.objects.filter(slug=slug).exists()
    return f"{slug}-{get_random_string(4).lower()}" if taken else slug


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
