"""The forums as they are listed, each with its last post."""

from collections.abc import Collection
from dataclasses import dataclass

from community.freshness.parts import kept_part
from community.people.permissions import Person
from forum.access import access_of
from forum.engine import Forum
from forum.permissions import in_view


@dataclass(frozen=True)
class Section:
    """A category of the index with its forums, or the forums that have none."""

    category: Forum | None
    forums: list[Forum]


def index_sections(user: Person) -> list[Section]:
    """The forums of the index below their categories. A category with nothing to read in it is left out."""
    readable = access_of(user).readable
    return kept_part(user, ("index", readable), lambda: _sections(readable), size=100_000)


def _sections(readable: Collection[int]) -> list[Section]:
    shown = _with_last_posts(readable)
    categories = [forum for forum in shown if forum.is_category]
    loose = [forum for forum in shown if forum.is_forum and forum.parent_id is None]
    sections = [Section(None, loose)] if loose else []
    for category in categories:
        forums = [forum for forum in shown if forum.is_forum and forum.parent_id == category.pk]
        sections += [Section(category, forums)] if forums else []
    return sections


def subforums(user: Person, forum: Forum) -> list[Forum]:
    found = access_of(user)
    below = frozenset(pk for pk in found.readable if found.forums[pk].parent_id == forum.pk)
    return kept_part(user, ("subforums", below), lambda: _with_last_posts(below), size=20_000) if below else []


def _with_last_posts(pks: Collection[int]) -> list[Forum]:
    posts = ("last_post__topic__detail", "last_post__poster")
    rows = Forum.objects.filter(pk__in=pks).select_related("detail", *posts).order_by("tree_id", "lft")
    return [_without_stray(forum) for forum in rows]


def _without_stray(forum: Forum) -> Forum:
    """Machina keeps the last post as a note, which may be stale: it never says what is not to be read here any more."""
    post = forum.last_post
    if post is not None and not (post.topic.forum_id == forum.pk and post.approved and in_view(post.topic)):
        forum.last_post = None
    return forum
