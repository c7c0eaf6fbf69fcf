"""Taking messages of a live room into the forum: a topic that stands ready to be written around them."""

import re
from collections.abc import Sequence

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from community.lib.links import pieces
from community.live.models import Message, Room
from community.people.permissions import Person
from events.actions.site import FORUM_KEY
from forum.access import access_of
from forum.engine import Forum
from forum.permissions import can_start_topic
from forum.queries import forum_by_key
from forum.views.writing import draft_topic

# What Markdown would take for something else: anywhere, and at the beginning of a line.
_SIGNS = re.compile(r"([\\`*_\[\]<>~|#])")
_AT_THE_START = re.compile(r"^(\s*)([-+=]|\d+(?=[.)]))", re.MULTILINE)


def can_take_messages(user: Person, room: Room) -> bool:
    """Whoever may start a topic somewhere, from rooms for everyone: what was said among a few stays there, and what was
    only rehearsed is wiped."""
    if not user.is_authenticated or room.audience != Room.Audience.EVERYONE or room.is_rehearsing:
        return False
    return any(can_start_topic(user, forum) for forum in access_of(user).forums.values())


def compose_topic(request: HttpRequest, room: Room, messages: Sequence[Message]) -> HttpResponse:
    """The form for a new topic with these messages as quotes, each with who said it and when, and the way back."""
    forum = _forum_for(request.user)  # type: ignore[arg-type]
    if forum is None:
        raise Http404
    subject = _("From the chat: %(room)s") % {"room": room.title}
    return draft_topic(request, forum, subject=subject, content=as_quotes(room, messages), back=room.get_absolute_url())


def as_quotes(room: Room, messages: Sequence[Message]) -> str:
    """The messages in Markdown; nothing in them is taken for Markdown of its own."""
    link = f"[{plain(room.title)}]({room.get_absolute_url()})"
    opening = _("Said in the chat of %(room)s:") % {"room": link}
    return "\n\n".join([opening, *(_quote(message) for message in messages)]) + "\n\n"


def _quote(message: Message) -> str:
    moment = localtime(message.created_at)
    when = f"{date_format(moment, 'j F')}, {moment:%H:%M}"
    words = "\n".join(f"> {line}" for line in plain(message.text).splitlines())
    return f"**{plain(message.author_name)}**, [{when}]({message.get_absolute_url()}):\n\n{words}"


def plain(text: str) -> str:
    """The text so that Markdown prints it as it is; addresses stay addresses."""
    whole = "".join(piece if is_address else _SIGNS.sub(r"\\\1", piece) for piece, is_address in pieces(text))
    return _AT_THE_START.sub(_escaped, whole)


def _escaped(found: re.Match[str]) -> str:
    """A list would begin here: the backslash goes before a sign, and behind a number."""
    blank, sign = found.groups()
    return f"{blank}{sign}\\" if sign.isdigit() else f"{blank}\\{sign}"


def _forum_for(user: Person) -> Forum | None:
    """The forum of the talks where the user may start a topic there, else the first where that is so."""
    first = forum_by_key(FORUM_KEY)
    places = [*([first] if first else []), *access_of(user).forums.values()]
    return next((forum for forum in places if can_start_topic(user, forum)), None)
