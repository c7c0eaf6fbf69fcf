"""Machina's tables, all that we take of it: none of its views, URLs, forms or templates is ever loaded."""

from machina.apps.forum.models import Forum
from machina.apps.forum_conversation.models import Post, Topic
from machina.apps.forum_member.models import ForumProfile
from machina.apps.forum_permission.models import ForumPermission, GroupForumPermission, UserForumPermission

__all__ = [
    "Forum",
    "ForumPermission",
    "ForumProfile",
    "GroupForumPermission",
    "Post",
    "Topic",
    "UserForumPermission",
]
