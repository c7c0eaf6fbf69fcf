"""What the floors below are told about talks."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from cms.registrations import make_findable
from community.live.models import Question, Room
from community.live.permissions import can_see_question
from community.live.registry import (
    on_answered,
    on_hidden,
    on_restored,
    register_action,
    register_agenda,
    register_composer,
    register_thanks,
)
from community.notifications import due
from community.notifications import registry as notifications
from community.people.models import User
from events import actions, watching
from events.actions import inviting
from events.actions.following import ANSWERED, ORIGIN_KIND
from events.drafting import can_take_messages, compose_topic
from events.models import TalkPage
from events.queries import talk_of_room, thanks_of_room
from forum import origins


def register() -> None:
    """Once, when the app is ready."""
    make_findable(TalkPage, _("Talks"))
    _register_room()
    watching.register()
    notifications.register("question_carried", may_see=_may_see_question, mail=True)
    notifications.register(ANSWERED, may_see=_may_see_question, mail=True)
    notifications.register_letter(inviting.INVITATION, inviting.invitation)
    notifications.register_letter(inviting.OPEN_QUESTIONS, inviting.open_questions)
    due.register(inviting.write_to_speakers)
    origins.register(
        ORIGIN_KIND,
        hold=actions.hold_rooms,
        may_settle=actions.may_settle,
        settle=actions.settle_in_forum,
        reopen=actions.reopen_in_forum,
        count_votes=actions.count_in_forum,
    )


def _register_room() -> None:
    register_action("events/_room_actions.html")
    register_agenda(_agenda)
    register_thanks(thanks_of_room)
    register_composer(can_take_messages, compose_topic)
    on_hidden(actions.hide_carried)
    on_restored(actions.restore_carried)
    on_answered(actions.follow_answer)


def _agenda(room: Room) -> list[tuple[datetime, str]]:
    """When each item of the talk's agenda begins."""
    talk = talk_of_room(room)
    return [(begins, item.title) for begins, item in talk.timetable()] if talk else []


def _may_see_question(user: User, object_id: str) -> bool:
    question = Question.objects.select_related("room", "attendee").filter(pk=object_id).first()
    return question is not None and can_see_question(user, question)
