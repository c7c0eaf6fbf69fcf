"""What the events' floor writes."""

from django.db import transaction

from cms.actions import ensure_child, ensure_site, grant_editing
from community.people.permissions import MODERATORS
from events.models import TalksIndexPage


@transaction.atomic
def ensure_talks() -> TalksIndexPage:
    """Return the list of talks, making the site's fixed pages the first time; moderators may edit from here down.

    Run it as often as you like: what is there stays as it is.
    """
    index = ensure_child(ensure_site(), TalksIndexPage(title="Talks", slug="talks"))
    grant_editing(MODERATORS, index)
    return index
