"""What we add to machina's forums, topics and posts."""

from forum.models.details import Anchor, ForumDetail, Hideable, PostDetail, TopicDetail
from forum.models.reading import ReadMark, ReadStamp
from forum.models.voices import HelpRequest, QuestionVote, Reaction

__all__ = [
    "Anchor",
    "ForumDetail",
    "HelpRequest",
    "Hideable",
    "PostDetail",
    "QuestionVote",
    "Reaction",
    "ReadMark",
    "ReadStamp",
    "TopicDetail",
]
