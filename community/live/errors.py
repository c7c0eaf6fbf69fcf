"""What can go wrong in a room, each with the sentence that the person who caused it reads."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _


class LiveError(Exception):
    """A request that a room refuses. `status` is the HTTP status code (RFC 9110)."""

    status = 400

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class RoomClosed(LiveError):
    status = 409


class ClientIdReused(LiveError):
    """The one-time id came back with other words: two things must not pass for one."""

    status = 409

    def __init__(self) -> None:
        super().__init__(_("This was sent before with other words. Reload the page and send it again."))


class StateChanged(LiveError):
    """The question has moved on since the page was drawn."""

    status = 409


class PollClosed(LiveError):
    """Somebody answered a poll that was closed while they thought about it."""

    status = 409


class TooFast(LiveError):
    status = 429

    def __init__(self, seconds: int) -> None:
        super().__init__(
            _("That was quick. Try again in %(seconds)d s; your text is still here.") % {"seconds": seconds}
        )
        self.seconds = seconds


class Muted(LiveError):
    """A moderator has asked this person to be silent for a while."""

    status = 403

    def __init__(self, until: datetime, reason: str) -> None:
        words = _("A moderator has muted you until %(time)s: %(reason)s Your text is still here.")
        super().__init__(words % {"time": localtime(until).strftime("%H:%M"), "reason": as_sentence(reason)})


class Banned(LiveError, PermissionDenied):
    """A moderator has shut this person out of the room: a refusal like any other, with its reason."""

    status = 403

    def __init__(self, reason: str) -> None:
        words = _("A moderator has shut you out of this room: %(reason)s")
        super().__init__(words % {"reason": as_sentence(reason)})


class FirstWordsWait(LiveError):
    """A new guest writes where nothing can wait for a moderator."""

    status = 409

    def __init__(self) -> None:
        super().__init__(
            _(
                "In this room a moderator reads what new guests write first. "
                "Say something in the chat or ask a question. Once you are let in, you can answer here."
            )
        )


class Suspended(LiveError, PermissionDenied):
    """A moderator has suspended the member who was last signed in here."""

    status = 403

    def __init__(self, until: datetime) -> None:
        words = _("A moderator has suspended you until %(until)s, also as a guest. You can read, but not write.")
        super().__init__(words % {"until": date_format(localtime(until), "j F Y, H:i")})


class TooLate(LiveError):
    """The five minutes for changing one's own message are over."""

    status = 409


def as_sentence(words: str) -> str:
    """A reason as people type it, with the full stop that they leave out."""
    return words if words.endswith((".", "!", "?", "…")) else f"{words}."
