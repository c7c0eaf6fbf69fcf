"""Who may do what with talks."""

from community.live.permissions import can_moderate_room
from community.people.permissions import EDITORS, ORGANISERS, Person, group_names, is_moderator
from events.models import TalkPage


def can_carry_questions(user: Person, talk: TalkPage) -> bool:
    """Moderators, everywhere or in this room."""
    room = talk.room
    return is_moderator(user) or (room is not None and can_moderate_room(user, room))


def can_adjust_moments(user: Person, talk: TalkPage) -> bool:
    """Say when the recording began: whoever moderates the room, and whoever edits the talk's page."""
    if not user.is_authenticated or talk.room is None:
        return False
    if can_moderate_room(user, talk.room):
        return True
    writes = user.is_superuser or bool({EDITORS, ORGANISERS} & group_names(user))
    return bool(writes and talk.permissions_for_user(user).can_edit())
