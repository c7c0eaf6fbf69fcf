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


class HasItsAnswer(ForumError):
    sentence = _("This question has its answer, so it stays a question. Take the answer back first.")
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


class CannotSplit(ForumError):
    """Some posts cannot leave their topic; `why` says which."""

    status = 409
    SENTENCES = {
        "nothing": _("Choose at least one post. The first one stays: to take it along, move the whole topic."),
        "carried": _("What came from a live room or a page belongs to it, so it stays. Choose other posts."),
    }

    def __init__(self, why: str) -> None:
        super().__init__()
        self.sentence = self.SENTENCES[why]


class CannotJoin(ForumError):
    """Some topics stay two; `why` says which."""

    status = 409
    SENTENCES = {
        "same": _("That is this topic itself. Choose another one."),
        "unseen": _("One of the two is hidden or waits for a moderator. Decide about it first."),
        "pages": _("Both belong to a page of their own, a talk or a lesson, so they stay two."),
    }

    def __init__(self, why: str) -> None:
        super().__init__()
        self.sentence = self.SENTENCES[why]


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
