"""What one reader has said of each post without writing: votes and reactions, within the query of the posts."""

from collections.abc import Collection

from django.db.models import Exists, OuterRef

from community.people.models import User
from community.people.permissions import Person
from forum.engine import Post
from forum.models import QuestionVote, Reaction


def voice_columns(user: Person) -> dict[str, Exists]:
    """Which posts the user voted for and which reactions are theirs, to annotate posts with; nothing for guests."""
    if not user.is_authenticated:
        return {}
    votes = QuestionVote.objects.filter(post=OuterRef("pk"), user_id=user.pk)
    own = Reaction.objects.filter(post=OuterRef("pk"), user_id=user.pk)
    said = {f"said_{kind}": Exists(own.filter(kind=kind)) for kind in Reaction.Kind.values}
    return {"voted": Exists(votes.filter(asked=False)), "waits": Exists(votes.filter(asked=True)), **said}


def voiced_posts(user: User, pks: Collection[int]) -> set[int]:
    """Those of the posts of which the member has said something that way."""
    votes = QuestionVote.objects.filter(user_id=user.pk, post__in=pks).values_list("post_id", flat=True)
    own = Reaction.objects.filter(user_id=user.pk, post__in=pks).values_list("post_id", flat=True)
    return set(votes.order_by().union(own.order_by()))


def forget_voices(post: Post) -> None:
    """As if the post had come for somebody who has said nothing."""
    for name in ("voted", "waits", *(f"said_{kind}" for kind in Reaction.Kind.values)):
        vars(post).pop(name, None)
