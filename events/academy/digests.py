"""What an edition brings into the digest of those who take part in it."""

from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from community.lib import wallclock
from community.notifications import digest
from community.notifications.digest import Item, Section
from community.people.models import User
from events.academy.queries import Next, next_for


def register() -> None:
    digest.register("edition", your_edition, order=20)


def your_edition(user: User, since: datetime) -> Section:
    """The next session of the member's edition, and where they talk until then."""
    coming = next_for(user)
    return Section(_("Your edition"), _items(coming) if coming else [])


def _items(coming: Next) -> list[Item]:
    session = coming.session
    day = date_format(wallclock.at(session.starts_at, session.zone), "l j F")
    when = f"{day}, {wallclock.time_label(session.starts_at, session.ends_at, session.zone)}"
    items = [Item(session.title, coming.edition.get_absolute_url(), when)]
    return [*items, Item(_("The forum of your edition"), coming.forum_url)] if coming.forum_url else items
