"""The versions of a post as one reader may see them."""

from dataclasses import dataclass
from datetime import datetime

from community.lib.differences import Run, differences
from community.people.models import User
from forum.engine import Post
from forum.models import PostVersion


@dataclass(frozen=True)
class Change:
    """One change of a post: what it said before (`version`), and who put what in its place, when and why."""

    version: PostVersion
    by: User | None
    at: datetime
    reason: str
    number: int


@dataclass(frozen=True)
class History:
    changes: list[Change]  # latest first
    chosen: Change | None
    runs: list[Run]  # of the chosen change; none where a moderator hid one of its two texts
    hidden: PostVersion | None


def history_of(post: Post, chosen_pk: str, *, sees_hidden: bool) -> History:
    """All changes of a post and what the chosen one did, in one query."""
    versions = list(PostVersion.objects.filter(post=post).select_related("writer", "hidden_by"))
    changes = [_change(post, versions, number) for number in range(len(versions))]
    chosen = next((one for one in changes if str(one.version.pk) == chosen_pk), changes[-1] if changes else None)
    if chosen is None:
        return History([], None, [], None)
    after = versions[chosen.number] if chosen.number < len(versions) else None
    hidden = next((one for one in (chosen.version, after) if one and one.hidden_at), None)
    shows = hidden is None or sees_hidden
    runs = differences(chosen.version.text, after.text if after else post.content.raw) if shows else []
    return History(changes[::-1], chosen, runs, hidden)


def _change(post: Post, versions: list[PostVersion], number: int) -> Change:
    following = versions[number + 1] if number + 1 < len(versions) else None
    if following is None:
        return Change(versions[number], post.updated_by, post.updated, post.update_reason or "", number + 1)
    return Change(versions[number], following.writer, following.written_at, following.reason, number + 1)
