"""What people do with polls: answer them; and moderators make, open and close them, and sort what people wrote."""

from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from typing import Any

from django.http import Http404, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from community.live import actions
from community.live.errors import LiveError
from community.live.forms import PollForm
from community.live.models import Poll, PollAnswer, PollOption
from community.live.permissions import can_see_poll
from community.live.tally import spellings, written_answers
from community.live.views.answers import room_page
from community.live.views.desk import desk_page, desk_url
from community.live.views.visits import Visit, reading, writing

VERBS: dict[str, Callable[..., None]] = {
    "open": actions.open_poll,
    "close": actions.close_poll,
    "reopen": actions.reopen_poll,
    "delete": actions.delete_poll,
}
ANSWER_VERBS: dict[str, Callable[..., None]] = {"hide": actions.hide_answers, "show": actions.show_answers}


@require_POST
@writing
def vote(visit: Visit, pk: int) -> HttpResponse:
    """Answer a poll, or change the answer. What was chosen stays chosen when it is refused."""
    poll = _poll(visit, pk)
    ticked, text = visit.request.POST.getlist("option"), visit.request.POST.get("text", "")
    act = partial(actions.cast_ballot, visit.voice, poll, _numbers(ticked), text)  # type: ignore[arg-type]
    typed = {"pk": poll.pk, "ticked": ticked, "text": text}
    return _answer(visit, act, f"{visit.room.get_absolute_url()}#poll-{poll.pk}", typed, room_page)


@require_POST
@writing
def make_poll(visit: Visit) -> HttpResponse:
    act = partial(actions.make_poll, visit.moderator, visit.room)
    return _write(visit, act, 0)


@require_POST
@writing
def change_poll(visit: Visit, pk: int, verb: str) -> HttpResponse:
    """Open, close, edit or throw away a poll of this very room."""
    moderator, poll = visit.moderator, _poll(visit, pk)
    if verb == "edit":
        return _write(visit, partial(actions.edit_poll, moderator, poll), pk)
    if verb not in VERBS:
        raise Http404
    return _at_desk(visit, partial(VERBS[verb], moderator, poll), {"pk": pk})


@require_GET
@never_cache
@reading
def answers(visit: Visit, pk: int) -> JsonResponse:
    """What people wrote, each wording once, for whoever puts them into groups."""
    _moderator, poll = visit.moderator, _poll(visit, pk)
    found = written_answers([poll]).get(poll.pk, [])
    return JsonResponse({"answers": [asdict(spelling) for spelling in spellings(found)]})


@require_POST
@writing
def sort_answers(visit: Visit, pk: int, verb: str) -> HttpResponse:
    """Group, hide or show some of what people wrote."""
    moderator, poll, posted = visit.moderator, _poll(visit, pk), visit.request.POST
    ids = _numbers(posted.getlist("answer"))
    if verb == "group":
        act = partial(actions.group_answers, moderator, poll, ids, posted.get("name", ""))
    elif verb in ANSWER_VERBS:
        act = partial(ANSWER_VERBS[verb], moderator, poll, ids)
    else:
        raise Http404
    return _at_desk(visit, act, {"pk": pk, "name": posted.get("name", ""), "ticked": ids})


def _write(visit: Visit, act: Callable[..., Any], pk: int) -> HttpResponse:
    """Store what a moderator wrote into the form of a poll, new (0) or not."""
    form = PollForm(visit.request.POST)
    if not form.is_valid():
        raise Http404  # a page of ours always sends a kind
    data = form.cleaned_data
    act = partial(act, data["kind"], data["text"], data["options"], results_wait=data["results_wait"])
    return _at_desk(visit, act, {"pk": pk, "written": _as_written(visit.request.POST)})


def _as_written(posted: QueryDict) -> dict[str, Any]:
    words = {name: posted.get(name, "") for name in ("kind", "text", "options")}
    return {**words, "results_wait": "results_wait" in posted}


def _at_desk(visit: Visit, act: Callable[[], Any], typed: dict[str, Any]) -> HttpResponse:
    return _answer(visit, act, f"{desk_url(visit.room)}#polls-desk", {**typed, "desk": True}, desk_page)


def _answer(
    visit: Visit, act: Callable[[], Any], back: str, typed: dict[str, Any], page: Callable[..., HttpResponse]
) -> HttpResponse:
    """Do it. A refusal comes back to the place where it happened, with what was typed there."""
    try:
        act()
    except (PollOption.DoesNotExist, PollAnswer.DoesNotExist):
        raise Http404 from None
    except LiveError as refusal:
        if visit.wants_json:
            return JsonResponse({"error": refusal.sentence}, status=refusal.status)
        return page(visit, refusal.status, poll_refused={**typed, "sentence": refusal.sentence})
    return JsonResponse({}) if visit.wants_json else redirect(back)


def _poll(visit: Visit, pk: int) -> Poll:
    """A poll of this room that the visitor may see, or 404."""
    poll = get_object_or_404(Poll.objects.select_related("room"), pk=pk, room=visit.room)
    poll.room = visit.room
    if not can_see_poll(visit.voice, poll):
        raise Http404
    return poll


def _numbers(words: list[str]) -> set[int]:
    """Ids as they were posted; whatever is none is an id that nothing has."""
    return {int(word) if word.isascii() and word.isdigit() and len(word) < 19 else 0 for word in words}
