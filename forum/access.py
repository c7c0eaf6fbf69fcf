"""What one person may do in every forum, from machina's permission tables in two queries however many forums there are.

Machina's own handler asks once per forum. The rules are the same: what is said about one forum beats what is said
about all, and what is said to one member beats what is said to a group, which beats what is said to everyone.
"""

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any

from django.db.models import F, IntegerField, Q, QuerySet, Value

from community.freshness.parts import forget_state, kept_part
from community.lib.prepared import Prepared, among
from community.people.models import User
from community.people.permissions import Person
from forum.engine import Forum, GroupForumPermission, UserForumPermission

SEE, READ = "can_see_forum", "can_read_forum"
START, REPLY, EDIT_OWN = "can_start_new_topics", "can_reply_to_topics", "can_edit_own_posts"
POST_UNSEEN, ANNOUNCE = "can_post_without_approval", "can_post_announcements"
APPROVE, EDIT, LOCK = "can_approve_posts", "can_edit_posts", "can_lock_topics"
REPLY_TO_LOCKED = "can_reply_to_locked_topics"
ACCEPT = "can_accept_answers"  # ours: machina has no answers

_LOOKING = {SEE, READ}
_EVERYONE, _GROUP, _MEMBER = range(3)
_CACHE, _HERE = "_forum_access", "_access_here"


@dataclass(frozen=True)
class Rule:
    """One row of machina's tables. `forum_id` None means every forum."""

    forum_id: int | None
    codename: str
    granted: bool
    rank: int


@dataclass
class Access:
    """The answer for one person. `forums` holds the forums that it is about, in the order of the tree."""

    forums: dict[int, Forum]
    rules: Iterable[Rule]
    everything: bool = False
    read_only: bool = False  # suspended: whatever the tables say
    readable: frozenset[int] = field(init=False)

    def __post_init__(self) -> None:
        self._verdicts: dict[tuple[int | None, str], tuple[int, bool]] = {}
        for rule in self.rules:
            key = (rule.forum_id, rule.codename)
            self._verdicts[key] = max(self._verdicts.get(key, (-1, False)), (rule.rank, rule.granted))
        self.readable = frozenset(self._readable())

    def allows(self, forum_id: int, codename: str) -> bool:
        """May the person do this there? Being able to read the forum is asked apart from it."""
        if self.read_only and codename not in _LOOKING:
            return False
        here = self._verdicts.get((forum_id, codename)) or self._verdicts.get((None, codename))
        return self.everything or bool(here and here[1])

    def allows_anywhere(self, codename: str) -> bool:
        """May the person do this in every forum that they may read, as teams of the house do?"""
        verdict = self._verdicts.get((None, codename))
        if self.read_only:
            return False
        return self.everything or bool(verdict and verdict[1])

    @cached_property
    def key(self) -> Hashable:
        """All that the person may do anywhere: who has the same sees the same pages."""
        return frozenset(self._verdicts.items()), self.everything, self.read_only

    def rights_in(self, forum_id: int) -> frozenset[tuple[str, bool]]:
        """All that the person may do there, each with whether it holds everywhere: who has the same sees the same."""
        names = {name for _forum_id, name in self._verdicts}
        granted = {(name, self.allows_anywhere(name)) for name in names if self.allows(forum_id, name)}
        everywhere = {(name, True) for name in names if self.allows_anywhere(name)}
        return frozenset(granted | everywhere | {("everything", self.everything)})

    def _readable(self) -> Iterator[int]:
        """Forums whose own rules and whose parents' rules let the person in; parents come first in the tree."""
        found: set[int] = set()
        for pk, forum in self.forums.items():
            if forum.parent_id is not None and forum.parent_id not in found:
                continue
            if self.allows(pk, SEE) and self.allows(pk, READ):
                found.add(pk)
                yield pk


def access_of(user: Person) -> Access:
    """What the user may do, read once per request and kept on the user object."""
    known = getattr(user, _CACHE, None)
    if known is None:
        everything, read_only = _standing(user)

        def read() -> Access:
            forums = kept_part(user, "forums", _all_forums, size=50_000)
            return Access(forums, _rules_for(user), everything=everything, read_only=read_only)

        known = kept_part(user, ("access", user.pk, everything, read_only), read)
        setattr(user, _CACHE, known)
    return known


def read_access(user: Person, forum: Forum) -> None:
    """Ask the tables again, for a write in this forum: of the others it need not know."""
    forget_access(user)
    everything, read_only = _standing(user)
    forums = _around(forum)
    setattr(user, _HERE, Access(forums, _rules_for(user, forums), everything=everything, read_only=read_only))


def access_in(user: Person, forum_id: int) -> Access:
    """What the user may do in this forum and those above it, and perhaps elsewhere."""
    here: Access | None = getattr(user, _HERE, None)
    return here if here is not None and forum_id in here.forums else access_of(user)


def _standing(user: Person) -> tuple[bool, bool]:
    """Whether they may do everything, and whether they may only read."""
    return bool(user.is_active and user.is_superuser), user.is_authenticated and user.is_suspended


def forget_access(user: Person) -> None:
    """Ask the tables again: before a write, because rights may have gone since the page was read."""
    forget_state(user)
    for name in (_CACHE, _HERE):
        if hasattr(user, name):  # not by `vars`: the user of a request is a wrapper, which has no such things itself
            delattr(user, name)


def readers_among(forum: Forum, users: Iterable[User]) -> list[User]:
    """Those of the users who may read the forum, in one query however many they are."""
    people, forums = [user for user in users if user.is_active], _around(forum)
    own: dict[int | None, list[Rule]] = {}
    for user_id, *rest in _RULES_OF_MANY([user.pk for user in people], list(forums)):
        own.setdefault(user_id, []).append(Rule(*rest))
    everyone = own.pop(None, [])

    @cache  # most have no rules of their own
    def lets_in(rules: tuple[Rule, ...]) -> bool:
        return forum.pk in Access(forums, [*everyone, *rules]).readable

    return [user for user in people if user.is_superuser or lets_in(tuple(own.get(user.pk, ())))]


_FORUMS = Prepared(lambda: Forum.objects.select_related("detail").order_by("tree_id", "lft"))


def _all_forums() -> dict[int, Forum]:
    return {forum.pk: forum for forum in _FORUMS()}


def _around(forum: Forum) -> dict[int, Forum]:
    """The forum and whatever its being read depends on, in the order of the tree."""
    return _all_forums() if forum.parent_id else {forum.pk: forum}


def _rules_for(user: Person, forums: Iterable[int] = ()) -> list[Rule]:
    """What the tables say for this person: everywhere, or only of these forums and of all."""
    if not user.is_authenticated:
        return [Rule(*row[1:]) for row in _member_rows(Q(anonymous_user=True), _EVERYONE)]
    if not user.is_active or user.is_superuser:
        return []
    rows = _RULES_OF_ONE_THERE(user.pk, list(forums)) if forums else _RULES_OF_ONE(user.pk)
    return [Rule(*row[1:]) for row in rows]


def _member_rows(who: Q, rank: int) -> QuerySet:
    rows = UserForumPermission.objects.order_by().filter(who).annotate(rank=Value(rank, IntegerField()))
    return rows.values_list("user_id", "forum_id", "permission__codename", "has_perm", "rank")


def _group_rows(who: Q) -> QuerySet:
    rows = GroupForumPermission.objects.order_by().filter(who)
    return rows.annotate(member=F("group__user"), rank=Value(_GROUP, IntegerField())).values_list(
        "member", "forum_id", "permission__codename", "has_perm", "rank"
    )


_ANYWHERE = Q()


def _rows_for(own: Q, groups: Q, where: Q = _ANYWHERE) -> QuerySet:
    everyone = _member_rows(Q(authenticated_user=True) & where, _EVERYONE)
    return everyone.union(_member_rows(own & where, _MEMBER), _group_rows(groups & where), all=True)


def _there(forum_pks: list[Any]) -> Q:
    return Q(forum=None) | among("forum_id", forum_pks)


_RULES_OF_ONE = Prepared(lambda pk: _rows_for(Q(user_id=pk), Q(group__user=pk)))
_RULES_OF_ONE_THERE = Prepared(lambda pk, forum_pks: _rows_for(Q(user_id=pk), Q(group__user=pk), _there(forum_pks)))
_RULES_OF_MANY = Prepared(
    lambda pks, forum_pks: _rows_for(among("user_id", pks), among("group__user", pks), _there(forum_pks))
)
