"""What can go wrong in a room, each with the sentence that the person who caused it reads."""

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
