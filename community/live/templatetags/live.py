"""Live rooms in other pages: what is open now, and what higher floors add to a room's page."""

from typing import Any, cast

from django import template
from django.template.context import RequestContext
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from community.lib.links import pieces
from community.live import queries
from community.live.models import Message, Room
from community.live.registry import drawn_actions
from community.live.shown_chat import NO_REACTIONS, ShownReaction

register = template.Library()


@register.simple_tag
def room_on_now() -> queries.OnNow | None:
    """The room for everyone that is open now, if there is one: `{% room_on_now as room %}`."""
    return queries.room_on_now()


@register.simple_tag(takes_context=True)
def room_actions(context: RequestContext, room: Room) -> SafeString:
    """What higher floors offer on a room's page, such as carrying its questions into the forum."""
    return drawn_actions(cast(dict[str, Any], context.flatten()), room)


@register.simple_tag
def reactions_of(message: Message | None) -> list[ShownReaction]:
    """All kinds of reactions with their numbers, nought where nobody has counted."""
    return getattr(message, "shown_reactions", None) or NO_REACTIONS


@register.filter
def linked(text: str) -> SafeString:
    """The text, escaped, with its web addresses as links that lend them no weight and tell them nothing."""
    parts = ((_link(piece) if is_address else piece,) for piece, is_address in pieces(text))
    return format_html_join("", "{}", parts)


def _link(address: str) -> SafeString:
    return format_html('<a href="{0}" rel="nofollow ugc noopener noreferrer" target="_blank">{0}</a>', address)
