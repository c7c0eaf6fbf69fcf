"""How messages and questions are reported, shown in the queue, hidden and restored."""

from functools import partial

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
        find=partial(_find, Message),
        text=_text,
        title=_title,
        url=Message.get_absolute_url,
        author=_author,
        can_see=_can_see_message,
        hide=partial(actions.hide_message, tell_author=False),  # whoever decides a report tells the author why
        restore=actions.restore_message,
    )
    registry.register(
        "question",
        label=_("question"),
        find=partial(_find, Question),
        text=_text,
        title=_title,
        url=Question.get_absolute_url,
        author=_author,
        can_see=can_see_question,
        hide=actions.hide_question,
        restore=actions.restore_question,
    )


def _find(model: type[Message] | type[Question], object_id: str) -> Message | Question | None:
    if not (object_id.isascii() and object_id.isdigit() and len(object_id) < 19):
        return None
    found = model.objects.select_related("room", "attendee__user").filter(pk=int(object_id)).first()
    return None if found is None or found.room.is_rehearsing else found  # a rehearsal leaves nothing behind


def _text(thing: Message | Question) -> str:
    return thing.text


def _title(thing: Message | Question) -> str:
    return Truncator(thing.text).chars(80)


def _author(thing: Message | Question) -> User | None:
    return thing.author


def _can_see_message(user: Person, message: Message) -> bool:
    return message.hidden_at is None and can_read_room(user, message.room)
