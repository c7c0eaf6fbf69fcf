"""People named in a post by an @ and their handle: who of them can read it, and how a handle is made.

A handle is the display name with hyphens for spaces. Where two members share a name, or a name has signs that end a
handle, the member's number follows after a tilde. What is typed is resolved when the post is written and kept beside
it (`forum.models.Mention`), so that a later change of name never makes it mean somebody else.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Replace
from django.utils.translation import ngettext

from community.lib import markdown
from community.people.models import User
from forum.access import readers_among
from forum.engine import Forum, Post

MOST_MENTIONS = 10  # of one post
MOST_OFFERED = 8
_MOST_LOOKED_AT = 200  # people whose name begins like that, before it is asked who of them may read the forum
_NUMBERED = re.compile(r".+~(\d{1,12})$")
_ENDS_A_HANDLE = re.compile(r"[^\w'’.-]+")


@dataclass(frozen=True)
class Mentions:
    """Whom a text names, each once. `outsiders` have an account and cannot read the forum, so they hear nothing."""

    readers: list[User] = field(default_factory=list)
    outsiders: list[User] = field(default_factory=list)
    by_handle: dict[str, User] = field(default_factory=dict)  # of the readers, as typed


def mentioned_in(text: str, forum: Forum) -> Mentions:
    """Whom the text names. Costs no query where it names nobody.

    A name that several readers of the forum share means none of them: the list that completes it tells them apart.
    Closed accounts are nobody.
    """
    typed = markdown.handles(text)[: 5 * MOST_MENTIONS]
    if not typed:
        return Mentions()
    people = _people_called(typed)
    readers = readers_among(forum, people)
    by_handle = _resolve(typed, readers)
    left = [handle for handle in typed if handle not in by_handle and not _candidates(handle, readers)]
    return Mentions(
        readers=list(dict.fromkeys(by_handle.values())),
        outsiders=list(dict.fromkeys(_resolve(left, [user for user in people if user not in readers]).values())),
        by_handle=by_handle,
    )


def check_mentions(text: str) -> None:
    """Raises ValidationError with a sentence when a text names more people than a post may."""
    count = len(markdown.handles(text))
    if count > MOST_MENTIONS:
        raise ValidationError(
            ngettext(
                "Mention at most %(most)s people in one post; yours has %(count)s name after an @.",
                "Mention at most %(most)s people in one post; yours has %(count)s names after an @.",
                count,
            )
            % {"most": MOST_MENTIONS, "count": count}
        )


def people_to_mention(forum: Forum, typed: str, asker: User) -> list[tuple[User, str]]:
    """Up to eight readers of the forum with a name that has a word which begins like this, each with its handle.

    Whoever did not let themselves be found is offered only where they have spoken: there everybody sees their name, and
    elsewhere a list of names must not be a search that they have not agreed to. Typed in full, they can still be named.
    """
    words = " ".join(typed.replace("-", " ").split())
    if not words:
        return []
    begins = Q(display_name__istartswith=words) | Q(display_name__icontains=f" {words}")
    said = Post.objects.filter(topic__forum=forum, topic__approved=True, topic__detail__hidden_at=None)
    said = said.filter(approved=True, detail__hidden_at=None)
    known = Q(findable=True) | Q(Exists(said.filter(poster=OuterRef("pk"))))
    found = User.objects.active().filter(begins, known).exclude(pk=asker.pk).select_related("organisation")
    readers = readers_among(forum, found.order_by("display_name", "pk")[:_MOST_LOOKED_AT])[:MOST_OFFERED]
    shared = _names_shared(readers)
    return [(user, handle_of(user, shared=user.display_name in shared)) for user in readers]


def handle_of(user: User, *, shared: bool = False) -> str:
    """What stands after the @ for this member. `shared`: another member has the same name."""
    plain = user.display_name.replace(" ", "-")
    if not shared and markdown.handles(f"@{plain}") == [plain] and not _NUMBERED.match(plain):
        return plain
    return f"{_ENDS_A_HANDLE.sub('-', plain).strip('-.') or 'member'}~{user.pk}"


def _people_called(handles: Iterable[str]) -> list[User]:
    """Active members with one of these handles. Without a number also in small letters: "@zofia-przykład"."""
    numbers = {int(found.group(1)) for handle in handles if (found := _NUMBERED.match(handle))}
    names = {spelling for handle in handles for spelling in (handle, handle.title())}
    rows = User.objects.active().annotate(handle=Replace("display_name", Value(" "), Value("-")))
    return list(rows.filter(Q(handle__in=names) | Q(pk__in=numbers)).order_by("pk"))


def _resolve(handles: Iterable[str], people: Collection[User]) -> dict[str, User]:
    found = {handle: _candidates(handle, people) for handle in handles}
    return {handle: users[0] for handle, users in found.items() if len(users) == 1}


def _candidates(handle: str, people: Collection[User]) -> list[User]:
    if numbered := _NUMBERED.match(handle):
        return [user for user in people if user.pk == int(numbered.group(1))]
    return [user for user in people if user.display_name.replace(" ", "-").casefold() == handle.casefold()]


def _names_shared(people: Collection[User]) -> set[str]:
    """Those of the names that more than one active member has."""
    names = [user.display_name for user in people]
    rows: QuerySet = User.objects.active().filter(display_name__in=names).values_list("display_name", flat=True)
    known = list(rows)
    return {name for name in known if known.count(name) > 1}
