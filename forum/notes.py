"""The lines of notice in a topic as one reader sees them: what they may not read is not named (safety B6, B10)."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from community.people.permissions import Person
from forum.engine import Topic
from forum.models import TopicNote
from forum.permissions import can_read_forum, can_read_topic
from forum.queries import forum_url, topic_detail, topic_url

Kind = TopicNote.Kind


@dataclass(frozen=True)
class ShownNote:
    """A sentence, and what it leads to, if this reader may know of it."""

    after: int | None
    sentence: str
    title: str
    url: str
    at: datetime


def notes_in(user: Person, topic: Topic) -> list[ShownNote]:
    """One query, and none for topics without any."""
    if not topic_detail(topic).notes_count:
        return []
    rows = TopicNote.objects.filter(topic=topic).select_related("other__detail", "forum")
    return [_shown(user, note) for note in rows]


def at_the_top(notes: list[ShownNote]) -> list[ShownNote]:
    return [note for note in notes if note.after is None]


def _shown(user: Person, note: TopicNote) -> ShownNote:
    title, url = _target(user, note)
    return ShownNote(note.after_id, _sentence(note, known=bool(title)), title, url, note.at)


def _target(user: Person, note: TopicNote) -> tuple[str, str]:
    if note.other and can_read_topic(user, note.other):
        return note.other.subject, topic_url(note.other)
    if note.kind == Kind.MOVED and note.forum and can_read_forum(user, note.forum):
        return note.forum.name, forum_url(note.forum)
    return "", ""


def _sentence(note: TopicNote, *, known: bool) -> str:
    """Ends where the name of the target follows, or says as little as the reader may know."""
    count = {"count": note.count}
    if note.kind == Kind.SPLIT_OFF:
        if known:
            return ngettext("%(count)d post was moved to", "%(count)d posts were moved to", note.count) % count
        return ngettext("%(count)d post was moved away", "%(count)d posts were moved away", note.count) % count
    if note.kind == Kind.SPLIT_FROM:
        return _("These posts began in") if known else _("These posts began in another topic")
    if note.kind == Kind.JOINED:
        said = ngettext(
            "%(count)d post of another topic came here", "%(count)d posts of another topic came here", note.count
        )
        return said % count
    return _("This topic came here from") if known else _("This topic came here from another forum")
