"""What people do in the chat."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_GET, require_POST

from community.live import actions, frames
from community.live.errors import LiveError
from community.live.forms import MessageForm
from community.live.models import HeldMessage, Message
from community.live.permissions import is_author
from community.live.views.answers import answer_change, refuse_form, room_page
from community.live.views.visits import Visit, reading, writing


@require_POST
@writing
def post_message(visit: Visit) -> HttpResponse:
    form = MessageForm(visit.request.POST)
    if not form.is_valid():
        return refuse_form(visit, form, "message_form", 400)
    words, client_id = form.cleaned_data["text"], form.cleaned_data["client_id"]
    try:
        message = actions.post_message(visit.voice, visit.room, words, client_id, reply_to=_replied_to(visit))  # type: ignore[arg-type]
    except LiveError as refusal:
        form.add_error("text", refusal.sentence)
        return refuse_form(visit, form, "message_form", refusal.status, refusal.sentence)
    if isinstance(message, HeldMessage):
        return JsonResponse({"item": {"waits": True}}, status=202) if visit.wants_json else redirect(_own_words(visit))
    if visit.wants_json:
        return JsonResponse({"item": frames.message_item(message) | {"own": True}}, status=201)
    return redirect(f"{visit.room.get_absolute_url()}#chat-end")


@require_POST
@writing
def edit_message(visit: Visit, pk: int) -> HttpResponse:
    """Change one's own words. What is refused stays in the form."""
    message = _message(visit, pk)
    words = visit.request.POST.get("text", "")
    try:
        message = actions.edit_message(visit.voice, message, words)  # type: ignore[arg-type]
    except LiveError as refusal:
        if visit.wants_json:
            return JsonResponse({"error": refusal.sentence}, status=refusal.status)
        said = {"edited_pk": str(pk), "edited_text": words, "edit_refusal": refusal.sentence}
        return room_page(visit, refusal.status, **said)
    if visit.wants_json:
        return JsonResponse({"item": frames.message_item(message) | {"own": True}})
    return redirect(message)


@require_POST
@writing
def react(visit: Visit, pk: int) -> HttpResponse:
    """Add a reaction."""
    return _reacted(visit, pk, actions.add_reaction)


@require_POST
@writing
def unreact(visit: Visit, pk: int) -> HttpResponse:
    """Take a reaction back."""
    return _reacted(visit, pk, actions.withdraw_reaction)


@require_GET
@reading
def reason(visit: Visit, pk: int) -> JsonResponse:
    """Why a message was hidden, for its author; 404 for all others."""
    message = _message(visit, pk)
    if not (message.hidden_at and is_author(visit.voice, message)):
        raise Http404
    return JsonResponse({"reason": message.hidden_reason})


def _own_words(visit: Visit) -> str:
    """Where a guest reads what has become of what others do not see."""
    return f"{visit.room.get_absolute_url()}#own-message"


def _reacted(visit: Visit, pk: int, act: Callable[..., dict[str, int]]) -> HttpResponse:
    message = _message(visit, pk)
    kind = visit.request.POST.get("kind", "")
    return answer_change(visit, lambda: {"reactions": act(visit.voice, message, kind)}, message.get_absolute_url())


def _message(visit: Visit, pk: int) -> Message:
    found = get_object_or_404(Message.objects.select_related("attendee__user"), pk=pk, room=visit.room)
    found.room = visit.room
    return found


def _replied_to(visit: Visit) -> Message | None:
    """The message that is replied to; odd numbers, and messages of other rooms, are no reply."""
    pk: Any = visit.request.POST.get("reply_to", "")
    if not (pk.isascii() and pk.isdigit() and len(pk) < 19):
        return None
    return Message.objects.filter(pk=int(pk), room=visit.room).first()
