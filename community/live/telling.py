"""What members are told about what they said in a room. Nobody is told anything about a rehearsal."""

from collections.abc import Collection

from django.utils.translation import gettext as _

from community.live.models import Message, Question
from community.live.permissions import can_see_question
from community.notifications import registry
from community.notifications.actions import notify
from community.people.models import User

MESSAGE_HIDDEN, MESSAGE_ASKED = "message_hidden", "message_asked"


def register() -> None:
    """Once, when the app is ready."""
    registry.register(MESSAGE_HIDDEN, may_see=_may_see_message, may_see_many=_own_messages)
    registry.register(MESSAGE_ASKED, may_see=_may_see_question)


def tell_hidden(actor: User, message: Message) -> None:
    """Tell the author that the message is out of sight, and why."""
    if message.author is None or message.room.is_rehearsing:
        return
    notify(
        [message.author],
        MESSAGE_HIDDEN,
        object_id=message.pk,
        title=_("A moderator hid your message in %(room)s") % {"room": message.room.title},
        text=message.hidden_reason,
        url=message.get_absolute_url(),
        key=f"{MESSAGE_HIDDEN}:{message.pk}:{message.hidden_at}",
    )


def tell_asked(actor: User, question: Question) -> None:
    """Tell the author of a message that it is now one of the questions."""
    if question.author is None or question.room.is_rehearsing:
        return
    notify(
        [question.author],
        MESSAGE_ASKED,
        object_id=question.pk,
        title=_("A moderator made your message a question"),
        text=question.text,
        url=question.get_absolute_url(),
        actor=actor,
    )


def _may_see_message(user: User, object_id: str) -> bool:
    return bool(_own_messages(user, [object_id]))


def _own_messages(user: User, object_ids: Collection[str]) -> set[str]:
    own = Message.objects.filter(pk__in=[pk for pk in object_ids if pk.isdigit()], attendee__user=user)
    return {str(pk) for pk in own.values_list("pk", flat=True)}


def _may_see_question(user: User, object_id: str) -> bool:
    question = Question.objects.select_related("room", "attendee").filter(pk=object_id).first()
    return question is not None and can_see_question(user, question)
