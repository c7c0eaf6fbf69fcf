"""The views of the unanswered desk."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from community.front.choices import Tab

SHOWS: dict[str, str | Promise] = {
    "": _("Over 48 hours"),
    "free": _("In nobody's hands"),
    "mine": _("In my hands"),
    "all": _("All open"),
}


def asked(show: str) -> str:
    return show if show in SHOWS else ""


def tabs(show: str) -> list[Tab]:
    """Each with its own address; none is counted, because that would cost a query each."""
    return [Tab(str(label), f"?show={one}" if one else "?", one == show, None) for one, label in SHOWS.items()]
