"""Who wrote something, as everybody may know it."""

from ninja import Schema

from community.people.models import User
from forum.engine import Post, Topic
from forum.news import writer_of


class Author(Schema):
    name: str
    url: str | None  # of the member's page; none for accounts that were closed, and for guests
    organisation: str
    country: str


def author_of_post(post: Post) -> Author:
    return _author(post.poster, writer_of(post))


def author_of_topic(topic: Topic) -> Author | None:
    """None where it was not a member who began it."""
    return _author(topic.poster, str(topic.poster)) if topic.poster else None


def _author(user: User | None, name: str) -> Author:
    if user is None or not user.is_active:
        return Author(name=name, url=None, organisation="", country="")
    return Author(
        name=name, url=user.get_absolute_url(), organisation=user.organisation_label, country=str(user.country)
    )
