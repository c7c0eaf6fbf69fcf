"""The numbers of topics whose posts have moved, counted anew: rare enough that exactness costs nothing."""

from forum.actions import rows
from forum.engine import Forum, Post, Topic
from forum.permissions import in_view


def recount_topic(topic: Topic) -> Topic:
    """How many posts everybody reads in it, which is its first and its last."""
    shown = Post.objects.filter(topic=topic, approved=True).order_by("-created", "-pk")
    last, first = shown.first(), Post.objects.filter(topic=topic).order_by("created", "pk").first()
    numbers = {
        "posts_count": shown.count(),
        "first_post": first,
        "last_post": last,
        "last_post_on": last.created if last else None,
    }
    Topic.objects.filter(pk=topic.pk).update(**numbers)
    for name, value in numbers.items():
        setattr(topic, name, value)
    return topic


def leave_forum(topic: Topic, posts: int, topics: int = 0) -> None:
    """Take so many posts and topics off the numbers of the forum, if they were among them."""
    if in_view(topic):
        rows.count_topic(topic.forum_id, posts=-posts, topics=-topics)


def enter_forum(topic: Topic, posts: int, topics: int = 0) -> None:
    if in_view(topic):
        rows.count_topic(topic.forum_id, posts=posts, topics=topics)


def find_last_posts(*forums: Forum | int) -> None:
    for pk in sorted({forum.pk if isinstance(forum, Forum) else forum for forum in forums}):
        rows.find_last_post(pk)
