"""What we add to machina's forums, topics and posts."""

from forum.models.details import Anchor, ForumDetail, Hideable, PostDetail, TopicDetail

__all__ = ["Anchor", "ForumDetail", "Hideable", "PostDetail", "TopicDetail"]
