"""Forums and who may enter them. Rights are rows in machina's permission tables, written nowhere else."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import Group
from django.db import transaction

from community.people.models import User
from community.people.permissions import MODERATORS, ORGANISERS, TRAINERS
from forum import access
from forum.engine import Forum, ForumPermission, GroupForumPermission, UserForumPermission
from forum.models import ForumDetail

_LOOK = frozenset({access.SEE, access.READ})
_WRITE = frozenset({access.START, access.REPLY, access.EDIT_OWN})
_HOST = _LOOK | _WRITE | {access.POST_UNSEEN, access.ANNOUNCE}
_CARE = _HOST | {access.APPROVE, access.EDIT, access.LOCK, access.REPLY_TO_LOCKED, access.ACCEPT}
_TEACH = frozenset({access.ACCEPT})  # wherever they may read


def make_forum(
    key: str,
    name: str,
    *,
    description: str = "",
    private: bool = False,
    parent: Forum | None = None,
    moderators_post_only: bool = False,
    needs_approval: bool = False,
) -> Forum:
    """The forum with that key, made or brought to this state: same key, same forum, however often.

    Everyone reads a public forum and members write in it; a private one is only for the group that
    `set_forum_members` names. Moderators and organisers read and write in every forum (R-FOR-1).
    """
    rules = {"is_private": private, "moderators_post_only": moderators_post_only, "needs_approval": needs_approval}
    return _make(key, Forum.FORUM_POST, {"name": name, "description": description, "parent": parent}, rules)


def make_category(key: str, name: str, *, description: str = "") -> Forum:
    """A heading of the forum index. It shows to whoever may read one of the forums below it."""
    return _make(key, Forum.FORUM_CAT, {"name": name, "description": description, "parent": None}, {})


@transaction.atomic
def set_forum_members(
    forum: Forum, group_name: str, *, users: Iterable[User] | None = None, guides: Iterable[User] = ()
) -> Group:
    """Let this group, and no other, into a private forum. With `users`, the group then holds exactly these people.

    `guides` are those who teach there: they may say which reply answers a question.
    """
    group, _ = Group.objects.get_or_create(name=group_name)
    detail = ForumDetail.objects.select_for_update().get(forum=forum)
    GroupForumPermission.objects.filter(forum=forum).exclude(group=group).delete()
    _grant_group(group, forum, _member_rights(detail))
    _set_guides(forum, guides)
    if users is not None:
        group.user_set.set(users)
    return group


@transaction.atomic
def retire_forums(group: Group, mark: str) -> None:
    """Leave this group alone with the forums that it was let into: neither their keys nor its name are found again.

    Who is in the group reads on. `mark` is added to the name and the keys, such as "closed-7"; once is enough.
    """
    tail = f"-{mark}"
    if group.name.endswith(tail):
        return
    forums = Forum.objects.filter(groupforumpermission__group=group, detail__is_private=True)
    for detail in ForumDetail.objects.select_for_update().filter(forum__in=forums):
        detail.key = f"{detail.key[: 80 - len(tail)]}{tail}"
        detail.save(update_fields=["key"])
    group.name = f"{group.name[: 150 - len(tail)]}{tail}"
    group.save(update_fields=["name"])


@transaction.atomic
def _make(key: str, kind: int, facts: dict[str, Any], rules: dict[str, bool]) -> Forum:
    # The tree of forums is numbered through, so two of them must not be placed at the same time.
    list(Forum.objects.select_for_update().filter(parent=None).values_list("pk", flat=True))
    detail = ForumDetail.objects.select_related("forum__parent").filter(key=key).first()
    if detail is None:
        detail = ForumDetail(forum=Forum.objects.create(type=kind, **facts), key=key)
    elif detail.forum.type != kind:
        raise ValueError(f"The key {key!r} is that of a category or of a forum; choose another.")
    else:
        _bring_up_to_date(detail.forum, facts)
    for rule, value in rules.items():
        setattr(detail, rule, value)
    detail.save()
    _set_rights(detail.forum, detail)
    return detail.forum


def _bring_up_to_date(forum: Forum, facts: dict[str, Any]) -> None:
    known = {"name": forum.name, "description": forum.description.raw, "parent": forum.parent}
    if known != facts:
        for name, value in facts.items():
            setattr(forum, name, value)
        forum.save()


def _set_rights(forum: Forum, detail: ForumDetail) -> None:
    for name, rights in ((MODERATORS, _CARE), (ORGANISERS, _HOST), (TRAINERS, _TEACH)):
        _grant_group(Group.objects.get_or_create(name=name)[0], None, rights)
    _grant_everyone(forum, "anonymous_user", frozenset() if detail.is_private else _LOOK)
    _grant_everyone(forum, "authenticated_user", frozenset() if detail.is_private else _member_rights(detail))
    for group in Group.objects.filter(groupforumpermission__forum=forum).distinct():
        _grant_group(group, forum, _member_rights(detail))


def _member_rights(detail: ForumDetail) -> frozenset[str]:
    if detail.moderators_post_only:
        return _LOOK
    return _LOOK | _WRITE | (frozenset() if detail.needs_approval else {access.POST_UNSEEN})


def _grant_everyone(forum: Forum, whom: str, rights: frozenset[str]) -> None:
    rows = UserForumPermission.objects.filter(forum=forum, user=None, **{whom: True})
    rows.exclude(permission__codename__in=rights).delete()
    missing = rights - set(rows.values_list("permission__codename", flat=True))
    UserForumPermission.objects.bulk_create(
        UserForumPermission(forum=forum, permission=permission, **{whom: True}) for permission in _rows_of(missing)
    )


def _grant_group(group: Group, forum: Forum | None, rights: frozenset[str]) -> None:
    rows = GroupForumPermission.objects.filter(forum=forum, group=group)
    rows.exclude(permission__codename__in=rights).delete()
    missing = rights - set(rows.values_list("permission__codename", flat=True))
    GroupForumPermission.objects.bulk_create(
        GroupForumPermission(forum=forum, group=group, permission=permission) for permission in _rows_of(missing)
    )


def _set_guides(forum: Forum, guides: Iterable[User]) -> None:
    permission = _rows_of(_TEACH)[0]
    rows = UserForumPermission.objects.filter(forum=forum, permission=permission)
    wanted = {user.pk for user in guides}
    rows.exclude(user__in=wanted).delete()
    missing = wanted - set(rows.values_list("user_id", flat=True))
    UserForumPermission.objects.bulk_create(
        UserForumPermission(forum=forum, user_id=pk, permission=permission, has_perm=True) for pk in sorted(missing)
    )


def _rows_of(codenames: Iterable[str]) -> list[ForumPermission]:
    """Machina's permissions by their names; the one that is ours is made when it is first asked for."""
    if access.ACCEPT in codenames:
        ForumPermission.objects.get_or_create(codename=access.ACCEPT)
    return list(ForumPermission.objects.filter(codename__in=codenames))
