"""What happens in a live room, as rows: the row with its per-room sequence number is the message (safety 1.5)."""

from community.live.models.desk import DeskStep
from community.live.models.people import Attendee, RoomSpeaker
from community.live.models.polls import Ballot, Choice, Poll, PollAnswer, PollOption
from community.live.models.questions import Question, Vote
from community.live.models.rooms import Presence, Room, RoomEvent
from community.live.models.said import HeldMessage, Message, Reaction, Said

__all__ = [
    "Attendee",
    "Ballot",
    "Choice",
    "DeskStep",
    "HeldMessage",
    "Message",
    "Poll",
    "PollAnswer",
    "PollOption",
    "Presence",
    "Question",
    "Reaction",
    "Room",
    "RoomEvent",
    "RoomSpeaker",
    "Said",
    "Vote",
]
