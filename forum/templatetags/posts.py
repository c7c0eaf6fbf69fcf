"""Posts where only their words fit."""

from django import template

from community.lib.markdown import to_text
from forum.engine import Post

register = template.Library()


@register.filter
def words(post: Post) -> str:
    """What a post says, without its marks, on one line."""
    return to_text(post.content.raw)
