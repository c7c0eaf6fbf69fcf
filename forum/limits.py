"""How long a text may be and how often a person may write. Forms show these rules, actions hold them."""

from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

SUBJECT_MIN, SUBJECT_MAX = 3, 120
CONTENT_MIN, CONTENT_MAX = 2, 20_000

# (how many, in how many seconds), per author
POSTS = (10, 60)
TOPICS = (5, 600)
PREVIEWS = (60, 60)


def tidy(text: str) -> str:
    """The text as it is kept: one kind of line end, nothing around it. Browsers send CR LF for each line (HTML)."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def _between(least: int, most: int, too_short: str, too_long: str) -> Callable[[str], None]:
    def check(text: str) -> None:
        length = len(tidy(text))
        if length < least:
            raise ValidationError(too_short, code="too_short")
        if length > most:
            raise ValidationError(too_long, code="too_long", params={"length": number_format(length)})
        if "\x00" in text:
            raise ValidationError(_("The text holds a character that cannot be kept. Type it again."), code="null")

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
