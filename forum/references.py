"""What the text of a post refers to beside itself: the people it names and the files it shows.

Found once, before the post is written, and used three times: to check the limits, to make its HTML, and to keep beside
it what was found, from which the HTML can be made anew.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from community.lib import markdown
from community.lib.markdown import Known, Named
from community.people.models import User
from forum.engine import Forum, Post
from forum.mentions import Mentions, check_mentions, mentioned_in
from forum.models import Attachment, Mention

MOST_FILES = 10  # of one post
_FILE = re.compile(r"/forum/file/([0-9a-f]{24})/")


@dataclass(frozen=True)
class References:
    mentions: Mentions = field(default_factory=Mentions)
    files: list[Attachment] = field(default_factory=list)

    @property
    def known(self) -> Known:
        people = {handle: named(user) for handle, user in self.mentions.by_handle.items()}
        return Known(people, _pictures(self.files))

    def keep(self, post: Post) -> None:
        """Put down beside a post that was just written what it refers to."""
        rows = [Mention(post=post, user=user, handle=handle) for handle, user in self.mentions.by_handle.items()]
        if rows:
            Mention.objects.bulk_create(rows, ignore_conflicts=True)
        if self.files:
            loose = Attachment.objects.loose().filter(pk__in=[file.pk for file in self.files])
            loose.update(post=post, loose_since=None)

    def replace(self, post: Post) -> None:
        """The same for a post that was changed: a file that its text names no more is on its way out."""
        post.mentions.exclude(handle__in=self.mentions.by_handle).delete()
        gone = post.kept_files.exclude(pk__in=[file.pk for file in self.files])
        gone.update(post=None, loose_since=timezone.now())
        self.keep(post)


def references_in(text: str, forum: Forum, writer: User, post: Post | None = None) -> References:
    """What the text may refer to: readers of the forum, and files that this member uploaded here or the post has.

    Costs no query for a text that names nobody and no file. Raises ValidationError with a sentence beyond the limits.
    """
    check_references(text)
    mentions = mentioned_in(text, forum)
    return References(_as_before(text, mentions, post) if post else mentions, files_in(text, forum, writer, post))


def _as_before(text: str, mentions: Mentions, post: Post) -> Mentions:
    """A handle that a post was written with goes on meaning the same member, whatever they are called now."""
    typed = set(markdown.handles(text))
    before = {row.handle: row.user for row in post.mentions.select_related("user") if row.handle in typed}
    by_handle = mentions.by_handle | before
    return Mentions(list(dict.fromkeys(by_handle.values())), mentions.outsiders, by_handle)


def check_references(text: str) -> None:
    """Raises ValidationError with a sentence when a text names more people or files than a post may."""
    check_mentions(text)
    count = len(keys_in(text))
    if count > MOST_FILES:
        raise ValidationError(
            _("A post takes at most %(most)s files; yours has %(count)s. Take some out and send it again.")
            % {"most": MOST_FILES, "count": count}
        )


def files_in(text: str, forum: Forum, writer: User, post: Post | None = None) -> list[Attachment]:
    keys = keys_in(text)
    if not keys:
        return []
    mine = Q(owner=writer, forum=forum, post=None)
    return list(Attachment.objects.filter(mine | Q(post=post) if post else mine, key__in=keys).order_by("pk"))


def keys_in(text: str) -> set[str]:
    """The keys of the files that the text names."""
    return set(_FILE.findall(text))


def without_keys(text: str) -> str:
    """The text with nothing in the place of its files."""
    return _FILE.sub("/forum/file/", text)


def known_of(post: Post) -> Known:
    """What a stored post refers to, for making its HTML anew. Closed accounts are named in plain words."""
    rows = post.mentions.filter(user__is_active=True).select_related("user")
    return Known({row.handle: named(row.user) for row in rows}, _pictures(post.kept_files.all()))


def named(user: User) -> Named:
    return Named(user.get_absolute_url(), user.display_name)


def file_url(file: Attachment) -> str:
    return reverse("forum:file", args=[file.key])


def _pictures(files: Iterable[Attachment]) -> dict[str, tuple[int, int]]:
    return {file_url(file): (file.width, file.height) for file in files if file.width and file.height}
