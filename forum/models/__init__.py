"""What we add to machina's forums, topics and posts."""

from forum.models.attachments import Attachment
from forum.models.details import Anchor, ForumDetail, Hideable, PostDetail, TopicDetail
from forum.models.drafts import Draft
from forum.models.mentions import Mention
from forum.models.moving import OldTopic, TopicNote
from forum.models.reading import ReadMark, ReadStamp
from forum.models.versions import PostVersion
from forum.models.voices import HelpRequest, QuestionVote, Reaction

__all__ = [
    "Anchor",
    "Attachment",
    "Draft",
    "ForumDetail",
    "HelpRequest",
    "Hideable",
    "Mention",
    "OldTopic",
    "PostDetail",
    "PostVersion",
    "QuestionVote",
    "Reaction",
    "ReadMark",
    "ReadStamp",
    "TopicDetail",
    "TopicNote",
]
