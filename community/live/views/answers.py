"""How every POST to a room is answered: JSON to the script, the page again to a plain form."""

from collections.abc import Callable
from typing import Any

from django.forms import Form
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from community.live import queries
from community.live.errors import LiveError
from community.live.forms import MessageForm, QuestionForm
from community.live.shown_chat import chat_context, restricted_people
from community.live.views.visits import Visit


def room_page(visit: Visit, status: int = 200, **extra: Any) -> HttpResponse:
    """The page of the room; `extra` are forms to show again as they were typed, or the sentence `refusal`."""
    before, label = visit.number("before") or None, visit.request.GET.get("label", "")
    context = queries.room_page(visit.voice, visit.room, before, label)
    context |= {"message_form": MessageForm(), "question_form": QuestionForm(room=visit.room)}
    context |= {**chat_context(context, visit.request), "quiet": visit.quiet, **extra}
    context["here"], names = queries.who_is_here(visit.room)
    if context["may"].moderate:  # names are for them alone (safety A24)
        context |= {"names": names, "restricted": restricted_people(visit.room)}
    context["layout"] = "live/quiet.html" if visit.quiet else "base.html"
    return render(visit.request, "live/room.html", context, status=status)


def answer_change(
    visit: Visit, act: Callable[[], Any], back: str = "", page: Callable[..., HttpResponse] = room_page
) -> HttpResponse:
    """Do it, then answer with what it returns, a number of votes or facts by name; or go back to the page (`back`).

    `page` draws the page on which a plain form reads why it was refused.
    """
    try:
        result = act()
    except LiveError as refusal:
        if visit.wants_json:
            return JsonResponse({"error": refusal.sentence}, status=refusal.status)
        return page(visit, refusal.status, refusal=refusal.sentence)
    if visit.wants_json:
        return JsonResponse({"votes": result} if isinstance(result, int) else result or {})
    return redirect(back or visit.room.get_absolute_url())


def refuse_form(visit: Visit, form: Form, form_name: str, status: int, sentence: str = "") -> HttpResponse:
    """Say what is wrong, with what was typed still there. The form keeps its one-time id: a fresh one would let a
    repeated submit through twice."""
    if visit.wants_json:
        return JsonResponse({"error": sentence or _sentences(form)}, status=status)
    return room_page(visit, status, **{form_name: form})


def _sentences(form: Form) -> str:
    """What is wrong with the form, in words."""
    found = [str(sentence) for errors in form.errors.values() for sentence in errors]
    return " ".join(found) or _("This could not be read.")
