"""Who may do what with talks."""

from community.live.permissions import can_moderate_room
from community.people.permissions import EDITORS, ORGANISERS, Person, can_write, group_names, is_moderator
from events.models import SeriesPage, TalkPage


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


def can_draft_talk(user: Person, series: SeriesPage) -> bool:
    """Add a talk to a series, as in the editor."""
    return can_write(user) and series.permissions_for_user(user).can_add_subpage()


def can_publish_talks(user: Person, series: SeriesPage) -> bool:
    return can_write(user) and series.permissions_for_user(user).can_publish_subpage()


def can_edit_talk(user: Person, talk: TalkPage) -> bool:
    """Change what is said about a talk, as in the editor; also a draft that nobody else finds."""
    return can_write(user) and talk.permissions_for_user(user).can_edit()


def can_publish_talk(user: Person, talk: TalkPage) -> bool:
    return can_write(user) and talk.permissions_for_user(user).can_publish()
