"""The fixed places that talks need: the list of talks, and the forum in which they are discussed."""

from django.db import transaction

from cms.actions import ensure_child, ensure_site, grant_editing
from community.people.permissions import MODERATORS
from events.models import TalksIndexPage
from forum.actions import make_forum
from forum.engine import Forum
from forum.queries import forum_by_key

FORUM_KEY = "talks"


@transaction.atomic
def ensure_talks() -> TalksIndexPage:
    """Return the list of talks, making the site's fixed pages the first time; moderators may edit from here down.

    Run it as often as you like: what is there stays as it is.
    """
    index = ensure_child(ensure_site(), TalksIndexPage(title="Talks", slug="talks"))
    grant_editing(MODERATORS, index)
    talks_forum()
    return index


def talks_forum() -> Forum:
    """The forum with a topic for every talk, made the first time it is asked for."""
    found = forum_by_key(FORUM_KEY)
    return found or make_forum(FORUM_KEY, "Talks", description="One topic for every talk: before, during and after it.")
