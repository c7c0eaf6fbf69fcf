"""What people do with questions."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from community.live import actions, frames, queries
from community.live.errors import LiveError
from community.live.forms import QuestionForm
from community.live.models import Question
from community.live.permissions import can_see_question
from community.live.views.answers import answer_change, refuse_form, room_page
from community.live.views.desk import desk_page, desk_url
from community.live.views.visits import Visit, reading, writing
from community.live.voices import attendee_of

VERBS: dict[str, Callable[..., Any]] = {
    "vote": actions.vote,
    "unvote": actions.withdraw_vote,
    "publish": actions.publish_question,
    "answering": actions.start_answering,
    "answered": actions.mark_answered,
    "later": actions.put_off,
    "answered-in-forum": actions.mark_answered_in_forum,
    "take": actions.take_question,
    "release": actions.release_question,
}
# Verbs that come with words: the reason for a moderator's decision, or the answer itself.
WORDED_VERBS: dict[str, Callable[..., Any]] = {
    "decline": actions.decline_question,
    "hide": actions.hide_question,
    "answer": actions.answer_in_writing,
    "label": actions.set_label,
}


@require_POST
@writing
def ask(visit: Visit) -> HttpResponse:
    form = QuestionForm(visit.request.POST, room=visit.room)
    if not form.is_valid():
        return refuse_form(visit, form, "question_form", 400)
    data = form.cleaned_data
    try:
        question = actions.ask_question(
            visit.voice,  # type: ignore[arg-type]
            visit.room,
            data["text"],
            data["client_id"],
            named=not data["unnamed"],
            addressed_to=data.get("addressed_to"),
        )
    except LiveError as refusal:
        form.add_error("text", refusal.sentence)
        return refuse_form(visit, form, "question_form", refusal.status, refusal.sentence)
    if visit.wants_json:
        # As its asker sees it, waiting or not; nobody votes for their own.
        return JsonResponse({"item": frames.public_question(question) | {"own": True}}, status=201)
    return redirect(question.get_absolute_url())


@require_GET
@never_cache
@reading
def own(visit: Visit) -> JsonResponse:
    """What has become of the reader's words that others do not see, and which of all questions are theirs."""
    attendee = attendee_of(visit.voice, visit.room)
    items = [frames.own_item(question) for question in queries.own_unseen(attendee, visit.room)]
    mine = visit.room.questions.filter(attendee=attendee).values_list("pk", flat=True) if attendee else []
    return JsonResponse({"items": items, "own": list(mine), "message": queries.own_message(attendee)})


@require_POST
@writing
def change_question(visit: Visit, pk: int, verb: str) -> HttpResponse:
    """Vote for, answer, approve, decline or hide a question of this very room."""
    question = get_object_or_404(Question.objects.select_related("attendee"), pk=pk, room=visit.room)
    question.room = visit.room
    if not can_see_question(visit.voice, question):
        raise Http404
    at_desk = visit.request.POST.get("at") == "desk"
    place = (desk_url(visit.room), desk_page) if at_desk else ("", room_page)
    if verb in VERBS:
        return answer_change(visit, lambda: VERBS[verb](visit.voice, question), *place)
    if verb in WORDED_VERBS:
        words = visit.request.POST.get("text", "")
        return answer_change(visit, lambda: WORDED_VERBS[verb](visit.voice, question, words), *place)
    raise Http404
