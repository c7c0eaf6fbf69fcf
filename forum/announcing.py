"""What follows a post that everyone in its forum may read from now on: it can be found, and others hear of it.

All of it is part of the transaction that wrote the post: nothing is announced that was not kept.
"""

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from community.lib import markdown
from community.notifications.actions import notify
from forum.documents import refresh_entry
from forum.engine import Post
from forum.queries import participants, post_url

REPLY = "reply"


def announce_post(post: Post, *, is_news: bool = True) -> None:
    """`is_news` False for what is brought in with a date of its own: it can be found, but nobody is told of it."""
    refresh_entry(post)
    if is_news and post.pk != post.topic.first_post_id:
        _tell_participants(post)


def _tell_participants(post: Post) -> None:
    """Everyone who wrote in the topic hears of the reply once, if they may still read it (R-FOR-7)."""
    name = post.poster.display_name if post.poster else post.username
    notify(
        participants(post.topic),
        REPLY,
        object_id=post.pk,
        title=_("%(name)s replied in %(topic)s") % {"name": name, "topic": post.topic.subject},
        url=post_url(post),
        text=Truncator(markdown.to_text(post.content.raw)).chars(300),
        actor=post.poster,
        key=f"post:{post.pk}",
    )
