"""How long a text may be and how often a person may write. Forms show these rules, actions hold them."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from community.lib import ratelimit
from community.lib.fold import clean
from community.lib.printable import has_ink, printable, printable_name
from community.people.models import User
from forum.errors import TooFast

SUBJECT_MIN, SUBJECT_MAX = 3, 120
CONTENT_MIN, CONTENT_MAX = 2, 20_000

# (how many, in how many seconds), per author
PACES = {
    "post": (10, 60),
    "topic": (5, 600),
    "voice": (40, 60),
    "file": (30, 600),
    "name": (120, 60),
    "draft": (60, 60),
}
# For so long an author's own change replaces the words without a trace, and mails about a new post wait.
EDIT_WINDOW = timedelta(minutes=5)
PREVIEWS = (20, 60)  # a preview costs the server more than it costs the sender


FILE_SIZE_MAX = 10_000_000  # bytes
FILES_OF_A_MEMBER = 200_000_000  # bytes
PICTURE_PIXELS_MAX = 24_000_000  # of all frames together, before it is unfolded
LONGEST_SIDE = 2560  # pixels; a larger picture is made smaller


def slow_down(what: str, user: User) -> None:
    """Count one more "post", "topic" or "file" of this person. Raises TooFast when it is more than one person writes.

    Every boundary through which people write asks here, so that none is a way around the others.
    """
    wait = ratelimit.allow(f"{what}:{user.pk}", *PACES[what])
    if wait:
        raise TooFast(wait)


def tidy(text: str) -> str:
    """The text of a post as it is kept: one kind of line end, only what may be printed, nothing around it.

    Browsers send CR LF for each line (HTML).
    """
    return printable(text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def tidy_subject(text: str) -> str:
    """A subject as it is kept: one line, nothing invisible in it."""
    return printable_name(text)


def _between(least: int, most: int, too_short: Any, too_long: Any) -> Callable[[str], None]:
    def check(text: str) -> None:
        if len(clean(text).strip()) < least or not has_ink(text):  # what nobody can see does not count
            raise ValidationError(too_short, code="too_short")
        if len(text) > most:
            length = number_format(len(text), force_grouping=True)
            raise ValidationError(too_long, code="too_long", params={"length": length})

    return check


check_subject = _between(
    SUBJECT_MIN,
    SUBJECT_MAX,
    _("Write a subject of at least 3 characters."),
    _("Shorten the subject to 120 characters; it has %(length)s now."),
)
check_content = _between(
    CONTENT_MIN,
    CONTENT_MAX,
    _("Write at least 2 characters."),
    _("Shorten your text to 20,000 characters; it has %(length)s now."),
)
