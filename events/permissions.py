"""Who may do what with talks."""

from community.live.permissions import can_moderate_room
from community.people.permissions import Person, is_moderator
from events.models import TalkPage


def can_carry_questions(user: Person, talk: TalkPage) -> bool:
    """Moderators, everywhere or in this room."""
    room = talk.room
    return is_moderator(user) or (room is not None and can_moderate_room(user, room))
