"""What can be in the way of a report or a decision. Each says in a sentence what to do about it."""


class ModerationError(Exception):
    """A rule that the reader can do something about; its text is for them."""


class ContentNotFound(ModerationError):
    """There is no such thing, or the person may not see it: the same answer for both."""


class TooManyReports(ModerationError):
    """Thirty reports in a day are more than one person needs."""


class ReasonMissing(ModerationError):
    """Nobody is told "no" without being told why."""


class AlreadyDecided(ModerationError):
    """Somebody else was faster."""


class WrongTime(ModerationError):
    """A suspension ends in the future, and not in the far one."""
