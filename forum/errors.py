"""What can be in the way of a post. Each says in a sentence what to do about it."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


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
