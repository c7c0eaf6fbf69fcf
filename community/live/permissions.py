"""Who may do what in a room: by its audience, by its roles, and by being a moderator everywhere."""

from community.live.models import Question, Room, RoomRole
from community.people.models import User
from community.people.permissions import Person, is_moderator, is_organiser


def roles_in(user: Person, room: Room) -> frozenset[str]:
    """The roles of the user in this room, read once per user object and room."""
    if not user.is_authenticated:
        return frozenset()
    cache = user.__dict__.setdefault("_room_roles", {})
    if room.pk not in cache:
        found = RoomRole.objects.filter(room=room, user=user).values_list("role", flat=True)
        cache[room.pk] = frozenset(found)
    return cache[room.pk]


def can_read_room(user: Person, room: Room) -> bool:
    if room.audience == Room.Audience.EVERYONE:
        return True
    if not (user.is_authenticated and user.is_active):
        return False
    if room.audience == Room.Audience.MEMBERS or is_moderator(user) or is_organiser(user) or roles_in(user, room):
        return True
    return user.groups.filter(pk=room.group_id).exists()


def can_write_in_room(user: Person, room: Room) -> bool:
    """Post, ask and vote: members, where they may read."""
    return bool(user.is_authenticated and user.is_active and can_read_room(user, room))


def can_moderate_room(user: Person, room: Room) -> bool:
    return is_moderator(user) or RoomRole.Role.MODERATOR in roles_in(user, room)


def can_answer_questions(user: Person, room: Room) -> bool:
    """Say what is being answered: the room's speakers, and its moderators on their behalf."""
    return RoomRole.Role.SPEAKER in roles_in(user, room) or can_moderate_room(user, room)


def can_see_question(user: Person, question: Question) -> bool:
    """A question that is not shown to all is there for its asker and the moderators only."""
    if not can_read_room(user, question.room):
        return False
    shown = question.hidden_at is None and question.state not in Question.UNSEEN
    return shown or is_asker(user, question) or can_moderate_room(user, question.room)


def can_settle_question(user: Person, question: Question) -> bool:
    """Say that the forum has answered it: its asker knows best, speakers and moderators may too."""
    return is_asker(user, question) or can_answer_questions(user, question.room)


def can_vote_question(user: Person, question: Question) -> bool:
    return can_write_in_room(user, question.room) and not is_asker(user, question)


def is_asker(user: Person, question: Question) -> bool:
    return isinstance(user, User) and question.author_id == user.pk
