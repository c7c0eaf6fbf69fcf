"""Pages and writes of live rooms. Every POST answers JSON to the script, and sends a plain form back to the page."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from community.live import actions, frames, queries
from community.live.errors import LiveError
from community.live.forms import MessageForm, QuestionForm
from community.live.models import Message, Question, Room, RoomEvent
from community.live.permissions import can_moderate_room, can_read_room, can_see_question

QUESTION_VERBS: dict[str, Callable[..., Any]] = {
    "vote": actions.vote,
    "unvote": actions.withdraw_vote,
    "publish": actions.publish_question,
    "answering": actions.start_answering,
    "answered": actions.mark_answered,
    "answered-in-forum": actions.mark_answered_in_forum,
}
# Verbs that come with words: the reason for a moderator's decision, or the answer itself.
WORDED_VERBS: dict[str, Callable[..., Any]] = {
    "decline": actions.decline_question,
    "hide": actions.hide_question,
    "answer": actions.answer_in_writing,
}


def readable_room(request: HttpRequest, slug: str) -> Room:
    """The room, or 404 for whoever may not read it: the same answer as for one that does not exist."""
    room = get_object_or_404(Room, slug=slug)
    if not can_read_room(request.user, room):
        raise Http404
    return room


@require_GET
def rooms(request: HttpRequest) -> HttpResponse:
    """Rooms that are open now and the next ones to open."""
    listed = Room.objects.listed()
    context = {"open_now": listed.open_now(), "later": listed.opening_later()[:10]}
    return render(request, "live/rooms.html", context)


@require_GET
@never_cache
def room(request: HttpRequest, slug: str) -> HttpResponse:
    return _page(request, readable_room(request, slug))


@require_GET
@never_cache
def events(request: HttpRequest, slug: str) -> JsonResponse:
    """The events after number `after`, for catching up and for polling where sockets are blocked."""
    found = readable_room(request, slug)
    stream = request.GET.get("stream", RoomEvent.Stream.ROOM)
    if stream not in RoomEvent.Stream.values:
        raise Http404
    if stream == RoomEvent.Stream.DESK and not can_moderate_room(request.user, found):
        raise Http404
    after, version = _number(request, "after"), _number(request, "votes")
    if request.GET.get("epoch", str(found.epoch)) != str(found.epoch):
        return JsonResponse({"error": _("The room was restored. Reload the page.")}, status=410)
    news = frames.events_after(found, stream, after)
    answer: dict[str, Any] = {"events": news, "head": found.head_of(stream), "version": found.votes_version}
    if version != found.votes_version:
        answer["votes"] = frames.counts(found)
    return JsonResponse(answer)


@require_POST
@login_required
def post_message(request: HttpRequest, slug: str) -> HttpResponse:
    found = readable_room(request, slug)
    form = MessageForm(request.POST)

    def store(data: dict[str, Any]) -> Message:
        return actions.post_message(request.user, found, data["text"], data["client_id"])  # type: ignore[arg-type]

    return _say(request, found, form, store, "message_form")


@require_POST
@login_required
def ask(request: HttpRequest, slug: str) -> HttpResponse:
    found = readable_room(request, slug)
    form = QuestionForm(request.POST)

    def store(data: dict[str, Any]) -> Question:
        return actions.ask_question(
            request.user,  # type: ignore[arg-type]
            found,
            data["text"],
            data["client_id"],
            named=not data["unnamed"],
        )

    return _say(request, found, form, store, "question_form")


@require_POST
@login_required
def change_question(request: HttpRequest, slug: str, pk: int, verb: str) -> HttpResponse:
    """Vote for, answer, approve, decline or hide a question of this very room."""
    found = readable_room(request, slug)
    question = get_object_or_404(Question.objects.select_related("room"), pk=pk, room=found)
    if not can_see_question(request.user, question):
        raise Http404
    if verb in QUESTION_VERBS:
        return _change(request, found, lambda: QUESTION_VERBS[verb](request.user, question))
    if verb in WORDED_VERBS:
        return _change(request, found, lambda: WORDED_VERBS[verb](request.user, question, request.POST.get("text", "")))
    raise Http404


@require_POST
@login_required
def hide_message(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    found = readable_room(request, slug)
    message = get_object_or_404(Message.objects.select_related("room"), pk=pk, room=found)
    return _change(request, found, lambda: actions.hide_message(request.user, message, request.POST.get("text", "")))  # type: ignore[arg-type]


def _page(request: HttpRequest, found: Room, status: int = 200, **extra: Any) -> HttpResponse:
    before = _number(request, "before") or None
    context = queries.room_page(request.user, found, before)
    context |= {"message_form": MessageForm(), "question_form": QuestionForm(), **extra}
    return render(request, "live/room.html", context, status=status)


def _say(
    request: HttpRequest,
    found: Room,
    form: Form,
    store: Callable[[dict[str, Any]], Message | Question],
    form_name: str,
) -> HttpResponse:
    """Store what was said and answer with what it looks like, or with the form as it was typed and what is wrong."""
    if not form.is_valid():
        return _refused(request, found, _sentences(form), 400, form, form_name)
    try:
        thing = store(form.cleaned_data)
    except LiveError as refusal:
        form.add_error("text", refusal.sentence)
        return _refused(request, found, refusal.sentence, refusal.status, form, form_name)
    if _wants_json(request):
        item = frames.message_item(thing) if isinstance(thing, Message) else _own_item(thing)
        return JsonResponse({"item": item}, status=201)
    anchor = "chat-end" if isinstance(thing, Message) else f"question-{thing.pk}"
    return redirect(f"{found.get_absolute_url()}#{anchor}")


def _sentences(form: Form) -> str:
    """What is wrong with the form, in words."""
    found = [str(sentence) for errors in form.errors.values() for sentence in errors]
    return " ".join(found) or _("This could not be read.")


def _own_item(question: Question) -> dict[str, Any]:
    """A question as its asker sees it, waiting or not; nobody votes for their own."""
    waiting = question.state == Question.State.PENDING
    return frames.question_item(question, RoomEvent.Stream.DESK if waiting else RoomEvent.Stream.ROOM) | {"own": True}


def _refused(request: HttpRequest, found: Room, sentence: str, status: int, form: Form, form_name: str) -> HttpResponse:
    if _wants_json(request):
        return JsonResponse({"error": sentence}, status=status)
    # A fresh one-time id would let a repeated submit through twice, so the form keeps the one it came with.
    return _page(request, found, status, **{form_name: form})


def _change(request: HttpRequest, found: Room, act: Callable[[], Any]) -> HttpResponse:
    try:
        result = act()
    except LiveError as refusal:
        if _wants_json(request):
            return JsonResponse({"error": refusal.sentence}, status=refusal.status)
        return _page(request, found, refusal.status, refusal=refusal.sentence)
    if _wants_json(request):
        return JsonResponse({"votes": result} if isinstance(result, int) else {})
    return redirect(found.get_absolute_url())


def _wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept") == "application/json"


def _number(request: HttpRequest, name: str) -> int:
    """A whole number of the query string, 0 when it is missing or makes no sense, never beyond what databases hold."""
    text = request.GET.get(name, "")
    return min(int(text), 2**62) if text.isascii() and text.isdigit() and len(text) < 30 else 0
