"""What can go wrong with talks, as sentences for whoever tried."""


class EventError(Exception):
    """Refused; its text says why and what to do."""


class NotBegun(EventError):
    """The talk has not begun, so no question can have been left open."""
