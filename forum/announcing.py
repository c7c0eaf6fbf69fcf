"""What follows a post that everyone in its forum may read from now on: it can be found, and others hear of it."""

from forum.documents import refresh_entry
from forum.engine import Post


def announce_post(post: Post) -> None:
    """Part of the transaction that wrote the post, so that nothing is announced that was not kept."""
    refresh_entry(post)
