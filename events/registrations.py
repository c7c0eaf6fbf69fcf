"""What the floors below are told about talks."""

from django.utils.translation import gettext_lazy as _

from cms.registrations import make_findable
from community.live.models import Question
from community.live.permissions import can_see_question
from community.live.registry import on_hidden, on_restored, register_action, register_composer
from community.notifications import registry as notifications
from community.people.models import User
from events.actions import hide_carried, restore_carried
from events.drafting import can_take_messages, compose_topic
from events.models import TalkPage


def register() -> None:
    """Once, when the app is ready."""
    make_findable(TalkPage, _("Talks"))
    register_action("events/_room_actions.html")
    register_composer(can_take_messages, compose_topic)
    on_hidden(hide_carried)
    on_restored(restore_carried)
    notifications.register("question_carried", may_see=_may_see_question, mail=True)


def _may_see_question(user: User, object_id: str) -> bool:
    question = Question.objects.select_related("room").filter(pk=object_id).first()
    return question is not None and can_see_question(user, question)
