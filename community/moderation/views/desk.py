"""The moderators' desk: what waits, what was decided, the log, and the pages on which they decide."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from community.moderation import actions, permissions, queries
from community.moderation.forms import DecisionForm, GroundsForm
from community.moderation.models import AuditEntry, Decision, Report
from community.moderation.views.fetching import content_or_404, moderator, shown_subject

PER_PAGE = 50


@require_GET
def queue(request: HttpRequest) -> HttpResponse:
    moderator(request)
    page = Paginator(queries.waiting_tasks(), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "moderation/queue.html", {"page": page})


@require_GET
def decided(request: HttpRequest) -> HttpResponse:
    moderator(request)
    decisions = Decision.objects.select_related("decided_by")
    page = Paginator(decisions, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "moderation/decided.html", {"page": page})


@require_GET
def log(request: HttpRequest) -> HttpResponse:
    moderator(request)
    page = Paginator(AuditEntry.objects.select_related("actor"), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "moderation/log.html", {"page": page})


def report(request: HttpRequest, pk: int) -> HttpResponse:
    """What was reported, as it stands now, and the form that decides."""
    moderator(request)
    found_report = get_object_or_404(Report.objects.select_related("decision"), pk=pk)
    if found_report.decision:
        return redirect(found_report.decision)
    form, subject = DecisionForm(request.POST or None), shown_subject(found_report)
    may_decide = permissions.can_decide_report(request.user, subject["author"])
    if may_decide and form.is_valid():
        try:
            return redirect(_decide(request, found_report, form.cleaned_data))
        except actions.ModerationError as error:
            form.add_error(None, str(error))
    context = {"case": queries.case_of(found_report), "may_decide": may_decide, "form": form}
    return render(request, "moderation/report.html", context | subject)


def hide(request: HttpRequest, kind: str, object_id: str) -> HttpResponse:
    """Take something away that nobody has reported, with the same statement of reasons."""
    moderator(request)
    found, _content = content_or_404(request, kind, object_id)
    subject = actions.name_of(kind, object_id)
    form, shown = GroundsForm(request.POST or None), shown_subject(subject)
    may_decide = permissions.can_decide_report(request.user, shown["author"])
    if may_decide and form.is_valid():
        try:
            made = actions.decide_content(request.user, kind, object_id, form.grounds)
            messages.success(request, _("Hidden. The author has been told why."))
            return redirect(made)
        except actions.ModerationError as error:
            form.add_error(None, str(error))
    context = {"subject": subject, "label": found.label, "may_decide": may_decide, "form": form}
    return render(request, "moderation/hide.html", context | shown)


def waiting(request: HttpRequest, kind: str, object_id: str) -> HttpResponse:
    """What somebody new has written: let everybody read it, or say why not."""
    moderator(request)
    found, content = content_or_404(request, kind, object_id)
    if found.approve is None:
        raise Http404
    subject = actions.name_of(kind, object_id)
    rejects = "reject" in request.POST
    form, shown = GroundsForm(request.POST if rejects else None), shown_subject(subject)
    may_decide = permissions.can_decide_report(request.user, shown["author"])
    error = ""
    if request.method == "POST" and may_decide and (not rejects or form.is_valid()):
        try:
            return _let_in_or_reject(request, kind, object_id, form if rejects else None)
        except actions.ModerationError as refused:
            error = str(refused)
    still = found.waits(content)
    context = {"subject": subject, "label": found.label, "may_decide": may_decide, "form": form, "still": still}
    return render(request, "moderation/waiting.html", context | shown | {"error": error})


def _let_in_or_reject(request: HttpRequest, kind: str, object_id: str, form: GroundsForm | None) -> HttpResponse:
    actions.decide_waiting(request.user, kind, object_id, form.grounds if form else None)
    said = _("Not published. The author has been told why.") if form else _("Everyone can read it now.")
    messages.success(request, said)
    return redirect("moderation:queue")


def _decide(request: HttpRequest, found: Report, data: dict[str, Any]) -> Decision:
    grounds = {name: data[name] for name in ("ground", "reference", "facts")}
    made = actions.decide_report(request.user, found, data["outcome"], data["reason"], **grounds)
    messages.success(request, _("Decided. The author and whoever reported it have been told."))
    return made
