"""What can be in the way of a post. Each says in a sentence what to do about it."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext


class ForumError(Exception):
    """Nothing was written. `sentence` is for the person who tried."""

    sentence: str | Promise = ""
    status = 400

    def __str__(self) -> str:
        return str(self.sentence)


class TopicLocked(ForumError):
    sentence = _("This topic was locked by a moderator, so it takes no more posts. Start a new topic instead.")
    status = 403


class FormAlreadyUsed(ForumError):
    """The same client_id came with another text (RFC 9110, 409)."""

    sentence = _("Another text was already sent with this form. Read yours once more and send it again.")
    status = 409


class NoAnswer(ForumError):
    sentence = _("Another reply was chosen meanwhile, or this one cannot be the answer. Look at the topic again.")
    status = 409


class NoReaction(ForumError):
    sentence = _("There is no such reaction.")


class NotAReader(ForumError):
    sentence = _("This person cannot read the forum in which it was asked. Choose somebody who can.")
    status = 409


class TooFast(ForumError):
    """More was written in a short time than one person writes (429, RFC 6585)."""

    status = 429

    def __init__(self, wait: int) -> None:
        super().__init__()
        self.wait = wait
        self.sentence = ngettext(
            "You are writing very fast. Your text is still here: send it again in %(wait)s second.",
            "You are writing very fast. Your text is still here: send it again in %(wait)s seconds.",
            wait,
        ) % {"wait": wait}


class AlreadyPosted(ForumError):
    """The form of a draft has made its post: there is nothing left to keep."""

    sentence = _("This was posted already.")
    status = 410


class ChangedElsewhere(ForumError):
    """Another window or device has saved other words in the same place since."""

    sentence = _(
        "You went on writing this somewhere else meanwhile. Load the page anew to have both texts together; "
        "this one is kept on this device."
    )
    status = 409
