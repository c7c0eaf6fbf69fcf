"""What people do with questions."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from community.live import actions, frames
from community.live.errors import LiveError
from community.live.forms import QuestionForm
from community.live.models import Question
from community.live.permissions import can_see_question
from community.live.views.answers import answer_change, refuse_form
from community.live.views.visits import Visit, writing

VERBS: dict[str, Callable[..., Any]] = {
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


@require_POST
@writing
def ask(visit: Visit) -> HttpResponse:
    form = QuestionForm(visit.request.POST)
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
        )
    except LiveError as refusal:
        form.add_error("text", refusal.sentence)
        return refuse_form(visit, form, "question_form", refusal.status, refusal.sentence)
    if visit.wants_json:
        # As its asker sees it, waiting or not; nobody votes for their own.
        return JsonResponse({"item": frames.public_question(question) | {"own": True}}, status=201)
    return redirect(question.get_absolute_url())


@require_POST
@writing
def change_question(visit: Visit, pk: int, verb: str) -> HttpResponse:
    """Vote for, answer, approve, decline or hide a question of this very room."""
    question = get_object_or_404(Question.objects.select_related("room", "attendee"), pk=pk, room=visit.room)
    if not can_see_question(visit.voice, question):
        raise Http404
    if verb in VERBS:
        return answer_change(visit, lambda: VERBS[verb](visit.voice, question))
    if verb in WORDED_VERBS:
        words = visit.request.POST.get("text", "")
        return answer_change(visit, lambda: WORDED_VERBS[verb](visit.voice, question, words))
    raise Http404
