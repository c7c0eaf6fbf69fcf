"""The codes that let guests into a room, as people type them."""

import unicodedata

from django.utils.translation import gettext as _

from community.live.errors import LiveError
from community.live.models import Room
from community.live.models.rooms import CODE_LENGTH

_TAKEN_FOR_ONE_ANOTHER = frozenset("01IO")


class CodeUnknown(LiveError):
    """One sentence for every code that opens nothing: nobody learns from it that a members' room exists."""

    status = 404

    def __init__(self) -> None:
        super().__init__(_("That code fits no room that is open to guests. Look at the screen again, or ask the host."))


def tidy_code(typed: str) -> str:
    """The code as it is stored: capitals and digits, without blanks and dashes. Raises LiveError, with a sentence."""
    code = "".join(letter for letter in unicodedata.normalize("NFKC", typed).upper() if letter.isalnum())
    if _TAKEN_FOR_ONE_ANOTHER.intersection(code):
        raise LiveError(_("No code has a 0, an O, a 1 or an I in it: they look too much alike. Look once more."))
    if len(code) != CODE_LENGTH:
        raise LiveError(_("A code has %(length)d letters and digits, such as K7M 4PQ.") % {"length": CODE_LENGTH})
    return code


def room_by_code(typed: str) -> Room:
    """The room for everyone that has this code, open or not. Raises LiveError; see also Room.takes_guests."""
    room = Room.objects.filter(code=tidy_code(typed), audience=Room.Audience.EVERYONE).first()
    if room is None:
        raise CodeUnknown
    return room
