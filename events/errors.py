"""What can go wrong with talks, as sentences for whoever tried."""

from django.utils.translation import gettext as _


class EventError(Exception):
    """Refused; its text says why and what to do."""


class NotBegun(EventError):
    """The talk has not begun, so no question can have been left open."""


class TalkLocked(EventError):
    """An editor keeps others from changing the page, or it waits for approval."""

    def __init__(self) -> None:
        super().__init__(_("This talk is locked: somebody works on it, or it waits for approval. See in the editor."))
