"""The speakers' desk behind a personal link, without an account: during the talk, and after it."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from community.live import actions, desks, registry
from community.live.errors import LiveError
from community.live.models import Question, RoomEvent, RoomSpeaker
from community.live.views.asking import wants_json
from community.live.views.news import answer_news
from community.live.views.speaking import speaking

VERBS: dict[str, Callable[..., Any]] = {
    "answering": actions.start_answering,
    "answered": actions.mark_answered,
    "later": actions.put_off,
}


@require_GET
@speaking
def desk(request: HttpRequest, speaker: RoomSpeaker) -> HttpResponse:
    """Opening the link changes nothing: programs open links in mails to look at them."""
    return desk_page(request, speaker)


def desk_page(request: HttpRequest, speaker: RoomSpeaker, status: int = 200, **extra: Any) -> HttpResponse:
    """`extra`: the sentence `refusal`, and `typed`, the words that were refused, with the question's id."""
    room = speaker.room
    context: dict[str, Any] = {"speaker": speaker, "room": room, "token": speaker.token, **extra}
    if room.phase == "closed":
        context |= {"after": desks.after_talk(room), "thanks": registry.thanks_for(room)}
        return render(request, "live/speak_after.html", context, status=status)
    context |= {
        "questions": desks.for_speakers(room, speaker),
        "agenda": desks.agenda(room),
        "now": timezone.now(),
        "last_step": desks.last_step(speaker, room),
    }
    return render(request, "live/speak.html", context, status=status)


@require_GET
@speaking
def events(request: HttpRequest, speaker: RoomSpeaker) -> HttpResponse:
    """What everyone in the room may see, after a number: as `live:events`, for whoever has only the link."""
    if request.GET.get("stream", RoomEvent.Stream.ROOM) != RoomEvent.Stream.ROOM:
        raise Http404
    return answer_news(request, speaker.room, RoomEvent.Stream.ROOM)


@require_POST
@speaking
def change_question(request: HttpRequest, speaker: RoomSpeaker, pk: int, verb: str) -> HttpResponse:
    """Answer, or put off, a question of this very room that everyone sees."""
    question = get_object_or_404(Question.objects.shown(), pk=pk, room=speaker.room)
    words = request.POST.get("text", "")
    if verb == "answer":
        return _answer(request, speaker, lambda: actions.answer_in_writing(speaker, question, words), pk, words)
    if verb not in VERBS:
        raise Http404
    return _answer(request, speaker, lambda: VERBS[verb](speaker, question))


@require_POST
@speaking
def undo(request: HttpRequest, speaker: RoomSpeaker) -> HttpResponse:
    """Undo the speaker's own last step: a thumb slips."""
    step = desks.last_step(speaker, speaker.room)
    if step is None:
        return redirect(speaker.get_desk_url())
    return _answer(request, speaker, lambda: actions.undo_step(speaker, step))


def _answer(
    request: HttpRequest, speaker: RoomSpeaker, act: Callable[[], Any], pk: int = 0, words: str = ""
) -> HttpResponse:
    try:
        act()
    except LiveError as refusal:
        if wants_json(request):
            return JsonResponse({"error": refusal.sentence}, status=refusal.status)
        return desk_page(request, speaker, refusal.status, refusal=refusal.sentence, typed=words, typed_for=pk)
    return JsonResponse({}) if wants_json(request) else redirect(speaker.get_desk_url())
