"""The moderators' desk: the queue, several hands, undo, and the speakers' links."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from community.live import actions, desks, queries
from community.live.errors import LiveError
from community.live.forms import MessageForm
from community.live.models import Question, Room, RoomSpeaker
from community.live.polls import desk_polls, polls_of
from community.live.qr import qr_svg
from community.live.shown_chat import chat_context, restricted_people
from community.live.views.answers import answer_change
from community.live.views.visits import Visit, reading, writing
from community.live.voices import attendee_of
from community.people.models import User

LINK_VERBS: dict[str, Callable[..., Any]] = {
    "replace": actions.replace_speaker_link,
    "revoke": actions.revoke_speaker_link,
}


@require_GET
@never_cache
@reading
def desk(visit: Visit) -> HttpResponse:
    """For moderators; a speaker with an account is sent to their own desk, everybody else sees nothing here."""
    if isinstance(visit.voice, User) and not queries.rights(visit.voice, visit.room).moderate:
        speaker = desks.speaker_of(visit.voice, visit.room)
        if speaker:
            return redirect(speaker.get_desk_url() if speaker.link_is_good else visit.room.get_absolute_url())
    return desk_page(visit)


def desk_page(visit: Visit, status: int = 200, **extra: Any) -> HttpResponse:
    """The desk; 404 for whoever does not moderate. `extra`: the sentence `refusal`."""
    moderator = visit.moderator
    room = visit.room
    here, names = queries.who_is_here(room)
    context = {
        "room": room,
        "may": queries.rights(moderator, room),
        "attendee": attendee_of(moderator, room),
        "chat": queries.recent_messages(room),
        "here": here,
        "names": names,
        "restricted": restricted_people(room),
        "queue": desks.queue(room),
        "labels": queries.room_labels(room),
        "last_step": desks.last_step(moderator, room),
        "speakers": _speakers(visit),
        "desk_polls": desk_polls(polls_of(room)),
        "message_form": MessageForm(),
    }
    context |= {**chat_context(context, visit.request), **extra}
    return render(visit.request, "live/desk.html", context, status=status)


def _speakers(visit: Visit) -> list[dict[str, Any]]:
    found = []
    for speaker in visit.room.speakers.all():
        url = visit.request.build_absolute_uri(speaker.get_desk_url())
        label = _("QR code of the link for %(name)s") % {"name": speaker.name}
        found.append({"speaker": speaker, "url": url, "qr": qr_svg(url, label) if speaker.link_is_good else ""})
    return found


def desk_url(room: Room) -> str:
    return reverse("live:desk", args=[room.slug])


@require_POST
@writing
def undo(visit: Visit) -> HttpResponse:
    """Undo the moderator's own last step."""
    moderator = visit.moderator
    step = desks.last_step(moderator, visit.room)
    return _change(visit, lambda: actions.undo_step(moderator, step) if step else _nothing_to_undo())


def _nothing_to_undo() -> None:
    raise LiveError(_("There is nothing to undo."))


@require_POST
@writing
def decline_several(visit: Visit) -> HttpResponse:
    """Leave out all marked questions, for one reason."""
    moderator = visit.moderator
    marked = [_question(visit, pk) for pk in visit.request.POST.getlist("question")[:100]]
    reason = visit.request.POST.get("text", "")

    def act() -> None:
        if not marked:
            raise LiveError(_("Mark the questions first."))
        actions.decline_questions(moderator, marked, reason)

    return _change(visit, act)


@require_http_methods(["GET", "POST"])
@never_cache
@writing
def merge(visit: Visit) -> HttpResponse:
    """Choose the second question, then the words that stay; then merge the two."""
    moderator = visit.moderator
    if visit.request.method == "POST":
        asked = visit.request.POST
        keep, other = _question(visit, asked.get("keep")), None
        pair = [_question(visit, pk) for pk in (asked.get("first"), asked.get("second"))]
        other = next((question for question in pair if question.pk != keep.pk), keep)
        return _change(visit, lambda: actions.merge_questions(moderator, keep, other, asked.get("text", "")))
    first = _question(visit, visit.request.GET.get("first"))
    chosen = visit.request.GET.get("second")
    queue = desks.queue(visit.room)
    others = [question for question in (*queue.open, *queue.waiting) if question.pk != first.pk]
    context = {"room": visit.room, "first": first, "second": _question(visit, chosen) if chosen else None}
    return render(visit.request, "live/desk_merge.html", {**context, "others": others})


@require_POST
@writing
def change_link(visit: Visit, pk: int, verb: str) -> HttpResponse:
    """Replace or revoke a speaker's personal link."""
    moderator = visit.moderator
    speaker = get_object_or_404(RoomSpeaker, pk=pk, room=visit.room)
    if verb not in LINK_VERBS:
        raise Http404
    LINK_VERBS[verb](moderator, speaker)
    return redirect(f"{desk_url(visit.room)}#speakers")


def _change(visit: Visit, act: Callable[[], Any]) -> HttpResponse:
    return answer_change(visit, act, desk_url(visit.room), desk_page)


def _question(visit: Visit, pk: object) -> Question:
    """A question of this room, by what a form says its id is."""
    text = str(pk or "")
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise Http404
    return get_object_or_404(Question.objects.with_people(), pk=int(text), room=visit.room)
