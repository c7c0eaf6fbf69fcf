"""How messages and questions are reported, shown in the queue, hidden and restored."""

from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from community.live import actions
from community.live.models import Message, Question
from community.live.permissions import can_read_room, can_see_question
from community.moderation import registry
from community.people.models import User
from community.people.permissions import Person


def register() -> None:
    registry.register(
        "message",
        label=_("chat message"),
        find=lambda pk: Message.objects.select_related("room", "author").filter(pk=pk).first(),
        title=_title,
        url=lambda message: f"{message.room.get_absolute_url()}#message-{message.pk}",
        author=_author,
        can_see=_can_see_message,
        hide=actions.hide_message,
        restore=actions.restore_message,
    )
    registry.register(
        "question",
        label=_("question"),
        find=lambda pk: Question.objects.select_related("room", "author").filter(pk=pk).first(),
        title=_title,
        url=Question.get_absolute_url,
        author=_author,
        can_see=can_see_question,
        hide=actions.hide_question,
        restore=actions.restore_question,
    )


def _title(thing: Message | Question) -> str:
    return Truncator(thing.text).chars(80)


def _author(thing: Message | Question) -> User | None:
    return thing.author


def _can_see_message(user: Person, message: Message) -> bool:
    return message.hidden_at is None and can_read_room(user, message.room)
