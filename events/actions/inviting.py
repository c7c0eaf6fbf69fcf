"""Mails to the speakers of a talk: their personal link a week before, and what is still open the morning after."""

from datetime import datetime, time, timedelta

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from community.lib import wallclock
from community.live.models import Room, RoomSpeaker
from community.live.queries import unanswered_questions, waiting_people
from community.notifications.actions import write_letter
from community.notifications.mail import absolute
from community.notifications.registry import Words
from events.models import TalkPage

INVITATION, OPEN_QUESTIONS = "speaker_invitation", "speaker_open_questions"
INVITE_BEFORE = timedelta(days=7)
MORNING = time(8)  # in Brussels
REMIND_WITHIN = timedelta(days=4)  # after the talk; what was over long before is let be


def invite_speakers(talk: TalkPage, room: Room) -> None:
    """From a week before on, mail the personal link to each speaker with an address: once, again if the time moves."""
    if not (talk.takes_place and timezone.now() < talk.starts_at <= timezone.now() + INVITE_BEFORE):
        return
    for speaker in room.speakers.exclude(email=""):
        key = f"{INVITATION}:{speaker.pk}:{talk.starts_at:%Y%m%d%H%M}"
        write_letter(speaker.email, INVITATION, object_id=speaker.pk, key=key)


def remind_speakers(talk: TalkPage, room: Room) -> None:
    """On the morning after the talk, mail each speaker how many questions are open, once, if any is."""
    if timezone.now() < morning_after(talk) or not unanswered_questions(room).exists():
        return
    for speaker in room.speakers.exclude(email=""):
        write_letter(speaker.email, OPEN_QUESTIONS, object_id=speaker.pk, key=f"{OPEN_QUESTIONS}:{speaker.pk}")


def write_to_speakers() -> None:
    """Both, for every talk whose time has come; done every minute."""
    now = timezone.now()
    talks = TalkPage.objects.live().filter(status=TalkPage.Status.SCHEDULED).select_related("room_link__room")
    for talk in talks.filter(room_link__isnull=False, starts_at__gt=now, starts_at__lte=now + INVITE_BEFORE):
        invite_speakers(talk, talk.room_link.room)
    for talk in talks.filter(room_link__isnull=False, ends_at__lte=now, ends_at__gt=now - REMIND_WITHIN):
        remind_speakers(talk, talk.room_link.room)


def morning_after(talk: TalkPage) -> datetime:
    day = wallclock.at(talk.ends_at, wallclock.DEFAULT_ZONE).date() + timedelta(days=1)
    return wallclock.moment(day, MORNING, wallclock.DEFAULT_ZONE)


def invitation(object_id: str) -> Words | None:
    """The words of an invitation; None once the link is void, or the talk is over or does not take place."""
    speaker, talk = _found(object_id)
    if speaker is None or talk is None or talk.is_over:
        return None
    title = _("Your link for %(talk)s") % {"talk": talk.title}
    return Words(title, render_to_string("events/mail_invitation.txt", _context(speaker, talk)))


def open_questions(object_id: str) -> Words | None:
    """The words of the morning after; None once everything has its answer or the link is void."""
    speaker, talk = _found(object_id)
    if speaker is None or talk is None:
        return None
    number, people = unanswered_questions(speaker.room).count(), waiting_people(speaker.room)
    if not number:
        return None
    title = ngettext("%(number)d question is open", "%(number)d questions are open", number) % {"number": number}
    waiting = ngettext("%(people)d person waits", "%(people)d people wait", people) % {"people": people}
    context = {**_context(speaker, talk), "open": title, "waiting": waiting}
    return Words(f"{title}, {waiting}", render_to_string("events/mail_open_questions.txt", context))


def _found(object_id: str) -> tuple[RoomSpeaker | None, TalkPage | None]:
    speaker = RoomSpeaker.objects.filter(pk=int(object_id)).exclude(email="").select_related("room").first()
    if speaker is None or not speaker.link_is_good:
        return None, None
    talk = TalkPage.objects.live().filter(room_link__room=speaker.room, status=TalkPage.Status.SCHEDULED).first()
    return speaker, talk


def _context(speaker: RoomSpeaker, talk: TalkPage) -> dict[str, object]:
    """What both mails tell: the time is that of Brussels, wherever the talk is held."""
    return {
        "speaker": speaker,
        "talk": talk,
        "starts_at": wallclock.at(talk.starts_at, wallclock.DEFAULT_ZONE),
        "time": wallclock.time_label(talk.starts_at, talk.ends_at, wallclock.DEFAULT_ZONE),
        "link": absolute(speaker.get_desk_url()),
        "page": absolute(talk.url),
    }
