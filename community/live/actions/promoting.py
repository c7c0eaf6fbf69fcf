"""A message that was really a question."""

from django.db import transaction
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from community.live import telling
from community.live.actions.moving import tell_question
from community.live.actions.saying import check_moderator
from community.live.errors import RoomClosed, StateChanged
from community.live.models import Message, Question, Room
from community.moderation.actions import record as audit
from community.people.models import User


@transaction.atomic
def ask_from_message(actor: User, message: Message) -> Question:
    """Put a message among the questions, in its author's name, and tell the author. Twice makes one question.

    A moderator does it, so it needs no approval. What is longer than a question may be is cut.
    Raises PermissionDenied, StateChanged for a hidden message, RoomClosed where questions are switched off.
    """
    check_moderator(actor, message)
    room = Room.objects.select_for_update().get(pk=message.room_id)
    message = Message.objects.select_related("attendee__user").get(pk=message.pk)
    if found := Question.objects.filter(room=room, from_message=message).first():
        return found
    if message.hidden_at:
        raise StateChanged(_("A moderator hid this message."))
    if not room.qa_enabled:
        raise RoomClosed(_("Questions are switched off in this room."))
    question = Question.objects.create(
        room=room,
        attendee=message.attendee,
        text=Truncator(message.text).chars(Question.MAX_LENGTH),
        from_message=message,
    )
    tell_question(question)
    telling.tell_asked(actor, question)
    audit(actor, "ask_from_message", "question", question.pk, after={"message": message.pk})
    return question
