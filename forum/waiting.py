"""What waits for a moderator, for the queue and for its author."""

from django.db.models import QuerySet

from community.freshness.parts import kept_part
from community.people.permissions import Person
from forum.engine import Forum, Post, Topic
from forum.trust import may_have_waiting

MOST_WAITING = 5


def waiting_posts() -> QuerySet:
    """What a moderator has to read before others do, the longest wait first."""
    rows = Post.objects.filter(approved=False, detail__hidden_at=None, topic__detail__hidden_at=None)
    return rows.select_related("poster", "topic", "detail").order_by("created", "pk")


def own_waiting_topics(user: Person, forum: Forum) -> list[Topic]:
    """What the member has started here and waits, for the line above the list that nobody else sees."""
    if not may_have_waiting(user, forum):
        return []

    def read() -> list[Topic]:
        rows = Topic.objects.filter(forum=forum, poster_id=user.pk, approved=False, detail__hidden_at=None)
        return list(rows.order_by("-created")[:MOST_WAITING])

    return kept_part(user, ("waiting", user.pk, forum.pk), read)
