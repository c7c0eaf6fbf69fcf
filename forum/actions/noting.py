"""The lines that stay in a topic and say what was moved."""

from typing import Any

from django.db.models import Q

from community.people.models import User
from forum.engine import Post, Topic
from forum.models import TopicDetail, TopicNote


def add_note(actor: User, topic: Topic, kind: str, **about: Any) -> TopicNote:
    """`about` are the fields of TopicNote: after, count, other, forum."""
    note = TopicNote.objects.create(topic=topic, kind=kind, by=actor, **about)
    count_notes(topic)
    return note


def count_notes(topic: Topic) -> None:
    """A page asks for the lines only of topics that have any."""
    TopicDetail.objects.update_or_create(
        topic=topic, defaults={"notes_count": TopicNote.objects.filter(topic=topic).count()}
    )


def post_before(post: Post, topic: Topic) -> Post | None:
    """The last post of the topic that everybody reads and that stands before this one."""
    earlier = Q(created__lt=post.created) | Q(created=post.created, pk__lt=post.pk)
    return (
        Post.objects.filter(earlier, topic=topic, approved=True).exclude(pk=post.pk).order_by("-created", "-pk").first()
    )


def leave_notes(topic: Topic, gone: list[Post]) -> None:
    """Lines below posts that have gone stand below the post before those. Call it after the posts have moved."""
    for note in TopicNote.objects.filter(topic=topic, after__in=gone).select_related("after"):
        TopicNote.objects.filter(pk=note.pk).update(after=post_before(note.after, topic))
