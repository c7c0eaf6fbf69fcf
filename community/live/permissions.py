"""Who may do what in a room: by its audience, by its speakers and moderators, and by being a moderator everywhere.

`voice` is a member, a guest of the room (Attendee), a speaker by link (RoomSpeaker) or nobody (AnonymousUser).
"""

from django.contrib.auth.models import AnonymousUser

from community.live.models import Attendee, Message, Poll, Question, Room, RoomSpeaker
from community.live.voices import attendee_of
from community.people.models import User
from community.people.permissions import can_write, is_moderator, is_organiser

Somebody = User | AnonymousUser | Attendee | RoomSpeaker


def is_in_audience(voice: Somebody, room: Room) -> bool:
    """Everyone reads an open room; the others are for members, their group, and those who speak or moderate there.

    Who was shut out is not asked here: whoever looks at many people at once has read that already.
    """
    if room.audience == Room.Audience.EVERYONE or _speaks_by_link(voice, room):
        return True
    if not isinstance(voice, User) or not voice.is_active:
        return False
    if room.audience == Room.Audience.MEMBERS or can_answer_questions(voice, room) or is_organiser(voice):
        return True
    return voice.groups.filter(pk=room.group_id).exists()


def can_read_room(voice: Somebody, room: Room) -> bool:
    """The audience, without those who were shut out of a room that is not for everyone: they no longer find it."""
    if room.audience != Room.Audience.EVERYONE and isinstance(voice, User) and _is_banned(voice, room):
        return False
    return is_in_audience(voice, room)


def can_write_in_room(voice: Somebody, room: Room) -> bool:
    """Post, ask and vote: members where they may read, guests where their code let them in; nobody who was banned, and
    nobody who is suspended."""
    if isinstance(voice, Attendee):
        joined = voice.room_id == room.pk and room.audience == Room.Audience.EVERYONE
        return joined and not voice.is_banned and not room.is_rehearsing
    if not (isinstance(voice, User) and can_write(voice) and is_in_audience(voice, room)):
        return False
    if _is_banned(voice, room):
        return False
    return not room.is_rehearsing or can_answer_questions(voice, room)


def can_moderate_room(voice: Somebody, room: Room) -> bool:
    if not (isinstance(voice, User) and can_write(voice)):
        return False
    return is_moderator(voice) or room.pk in _rooms(voice, "moderated_rooms")


def can_answer_questions(voice: Somebody, room: Room) -> bool:
    """Say what is being answered: the room's speakers, and its moderators on their behalf."""
    if isinstance(voice, RoomSpeaker):
        return _speaks_by_link(voice, room) and not (voice.user and voice.user.is_suspended)
    if not (isinstance(voice, User) and can_write(voice)):
        return False
    return can_moderate_room(voice, room) or room.pk in _rooms(voice, "speaks_in")


def can_see_question(voice: Somebody, question: Question) -> bool:
    """A question that is not shown to all is there for its asker and the moderators only."""
    if not can_read_room(voice, question.room):
        return False
    shown = question.hidden_at is None and question.state not in Question.UNSEEN
    return shown or is_asker(voice, question) or can_moderate_room(voice, question.room)


def can_settle_question(voice: Somebody, question: Question) -> bool:
    """Say that the forum has answered it: its asker knows best, speakers and moderators may too."""
    asked = is_asker(voice, question) and not (isinstance(voice, User) and voice.is_suspended)
    return asked or can_answer_questions(voice, question.room)


def can_vote_question(voice: Somebody, question: Question) -> bool:
    return can_write_in_room(voice, question.room) and not is_asker(voice, question)


def can_see_poll(voice: Somebody, poll: Poll) -> bool:
    """A draft is there for the moderators only."""
    drafted = poll.opened_at is None
    return can_read_room(voice, poll.room) and (not drafted or can_moderate_room(voice, poll.room))


def can_vote_poll(voice: Somebody, poll: Poll) -> bool:
    """Whoever may write in the room may vote, moderators and speakers with an account too."""
    return can_write_in_room(voice, poll.room)


def can_read_report(voice: Somebody, room: Room) -> bool:
    """What was said and answered in a room, as a report: for its moderators and for organisers."""
    return can_moderate_room(voice, room) or (isinstance(voice, User) and is_organiser(voice))


def is_asker(voice: Somebody, question: Question) -> bool:
    return _said_by(voice, question)


def is_author(voice: Somebody, message: Message) -> bool:
    return _said_by(voice, message)


def _said_by(voice: Somebody, thing: Message | Question) -> bool:
    if isinstance(voice, Attendee):
        return thing.attendee_id == voice.pk
    return isinstance(voice, User) and thing.attendee.user_id == voice.pk


def _is_banned(voice: User, room: Room) -> bool:
    attendee = attendee_of(voice, room)
    return attendee is not None and attendee.is_banned


def _speaks_by_link(voice: Somebody, room: Room) -> bool:
    return isinstance(voice, RoomSpeaker) and voice.room_id == room.pk and voice.link_is_good


def _rooms(user: User, relation: str) -> frozenset[int]:
    """The rooms in which the user moderates (`moderated_rooms`) or speaks (`speaks_in`), read once per user object."""
    known = user.__dict__.setdefault("_rooms", {})
    if relation not in known:
        field = "pk" if relation == "moderated_rooms" else "room_id"
        known[relation] = frozenset(getattr(user, relation).values_list(field, flat=True))
    return known[relation]
