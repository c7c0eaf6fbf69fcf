"""The statement of reasons, for the author, whoever reported it, and moderators; and what is said against it."""

from collections.abc import Callable
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from community.moderation import actions, permissions, queries
from community.moderation.forms import AnswerForm, AppealForm, ReversalForm
from community.moderation.models import Decision
from community.people.models import User


def decision(request: HttpRequest, pk: int) -> HttpResponse:
    found = Decision.objects.select_related("author", "decided_by", "reversed_by", "appeal__answered_by")
    made = get_object_or_404(found, pk=pk)
    if not (isinstance(request.user, User) and permissions.can_read_decision(request.user, made)):
        raise Http404
    forms = _forms(request, request.user, made)
    for name, form in forms.items():
        if name in request.POST and form.is_valid() and _done(request, request.user, made, name, form):
            return redirect(made)
    return render(request, "moderation/decision.html", _context(request.user, made) | forms)


def _forms(request: HttpRequest, user: User, made: Decision) -> dict[str, Form]:
    """What this reader may do about it, each form with what was typed into it."""
    appeal = getattr(made, "appeal", None)
    waits = appeal is not None and appeal.answered_at is None
    may_answer = appeal is not None and waits and permissions.can_answer_appeal(user, appeal)
    offered: dict[str, tuple[bool, type[Form]]] = {
        "appeal_form": (permissions.can_appeal(user, made), AppealForm),
        "answer_form": (may_answer, AnswerForm),
        "reversal_form": (not waits and made.restricts and permissions.can_reverse_decision(user, made), ReversalForm),
    }
    return {name: form(request.POST if name in request.POST else None) for name, (may, form) in offered.items() if may}


def _done(request: HttpRequest, user: User, made: Decision, name: str, form: Form) -> bool:
    try:
        messages.success(request, _ACTS[name](user, made, form.cleaned_data))
    except actions.ModerationError as error:
        form.add_error(None, str(error))
        return False
    return True


def _appeal(user: User, made: Decision, data: dict[str, Any]) -> str:
    actions.send_appeal(user, made, data["text"])
    return _("Sent. Another moderator looks at it again, and you will be told what came of it.")


def _answer(user: User, made: Decision, data: dict[str, Any]) -> str:
    actions.answer_appeal(user, made.appeal, granted=data["verdict"] == "granted", answer=data["answer"])
    return _("Answered. The author has been told.")


def _reverse(user: User, made: Decision, data: dict[str, Any]) -> str:
    actions.reverse_decision(user, made, data["reason"])
    return _("Taken back. The author has been told.")


_ACTS: dict[str, Callable[[User, Decision, dict[str, Any]], str]] = {
    "appeal_form": _appeal,
    "answer_form": _answer,
    "reversal_form": _reverse,
}


def _context(user: User, made: Decision) -> dict[str, Any]:
    return {
        "decision": made,
        "appeal": getattr(made, "appeal", None),
        "label": queries.label_of(made),
        "was_reported": made.reports.exists(),
        "is_author": user.pk == made.author_id,
        "is_moderator": permissions.can_decide_reports(user),
        "contact": parseaddr(settings.DEFAULT_FROM_EMAIL)[1],
    }
