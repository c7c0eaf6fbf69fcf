"""What people do in the chat."""

from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from community.live import actions, frames
from community.live.errors import LiveError
from community.live.forms import MessageForm
from community.live.models import Message
from community.live.views.answers import answer_change, refuse_form
from community.live.views.visits import Visit, writing


@require_POST
@writing
def post_message(visit: Visit) -> HttpResponse:
    form = MessageForm(visit.request.POST)
    if not form.is_valid():
        return refuse_form(visit, form, "message_form", 400)
    words, client_id = form.cleaned_data["text"], form.cleaned_data["client_id"]
    try:
        message = actions.post_message(visit.voice, visit.room, words, client_id)  # type: ignore[arg-type]
    except LiveError as refusal:
        form.add_error("text", refusal.sentence)
        return refuse_form(visit, form, "message_form", refusal.status, refusal.sentence)
    if visit.wants_json:
        return JsonResponse({"item": frames.message_item(message)}, status=201)
    return redirect(f"{visit.room.get_absolute_url()}#chat-end")


@require_POST
@writing
def hide_message(visit: Visit, pk: int) -> HttpResponse:
    message = get_object_or_404(Message.objects.select_related("room"), pk=pk, room=visit.room)
    reason = visit.request.POST.get("text", "")
    return answer_change(visit, lambda: actions.hide_message(visit.voice, message, reason))  # type: ignore[arg-type]
