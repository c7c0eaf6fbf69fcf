"""Reporting, for every member; the queue, for moderators. What a reader may not see is not there (404)."""

from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from community.moderation import actions, permissions, queries, registry
from community.moderation.forms import DecisionForm, ReportForm, ReversalForm
from community.moderation.models import AuditEntry, Decision, Report

PER_PAGE = 50


def _content(request: HttpRequest, kind: str, object_id: str) -> tuple[registry.Kind, Any]:
    try:
        return actions.find_content(request.user, kind, object_id)
    except actions.ContentNotFound:
        raise Http404 from None


def _moderators_only(request: HttpRequest) -> None:
    if not permissions.can_decide_reports(request.user):
        raise Http404


def report_content(request: HttpRequest, kind: str, object_id: str) -> HttpResponse:
    found, content = _content(request, kind, object_id)
    form = ReportForm(request.POST or None)
    page = {"title": found.title(content), "url": found.url(content), "label": found.label, "form": form}
    if not permissions.can_report_content(request.user):
        return render(request, "moderation/sign_in_to_report.html", page)
    if form.is_valid():
        try:
            actions.report_content(request.user, kind, object_id, **form.cleaned_data)
            return redirect("moderation:report_thanks", kind, object_id)
        except actions.TooManyReports as error:
            form.add_error(None, str(error))
    return render(request, "moderation/report_content.html", page)


@require_GET
def report_thanks(request: HttpRequest, kind: str, object_id: str) -> HttpResponse:
    found, content = _content(request, kind, object_id)
    return render(request, "moderation/report_thanks.html", {"url": found.url(content), "label": found.label})


@require_GET
def queue(request: HttpRequest) -> HttpResponse:
    _moderators_only(request)
    page = Paginator(queries.open_cases(), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "moderation/queue.html", {"page": page})


@require_GET
def decided(request: HttpRequest) -> HttpResponse:
    _moderators_only(request)
    decisions = Decision.objects.select_related("decided_by")
    page = Paginator(decisions, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "moderation/decided.html", {"page": page})


@require_GET
def log(request: HttpRequest) -> HttpResponse:
    _moderators_only(request)
    page = Paginator(AuditEntry.objects.select_related("actor"), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "moderation/log.html", {"page": page})


def report(request: HttpRequest, pk: int) -> HttpResponse:
    """What was reported, as it stands now, and the form that decides."""
    _moderators_only(request)
    found_report = get_object_or_404(Report.objects.select_related("decision"), pk=pk)
    if found_report.decision:
        return redirect(found_report.decision)
    kind, content, author = actions.subject_of(found_report)
    form = DecisionForm(request.POST or None)
    may_decide = permissions.can_decide_report(request.user, author)
    if may_decide and form.is_valid():
        try:
            return redirect(_decide(request, found_report, form.cleaned_data))
        except actions.ModerationError as error:
            form.add_error(None, str(error))
    return render(
        request,
        "moderation/report.html",
        {
            "case": queries.case_of(found_report),
            "text": kind.text(content) if kind and kind.text and content is not None else "",
            "gone": content is None,
            "author": author,
            "may_decide": may_decide,
            "form": form,
        },
    )


def _decide(request: HttpRequest, found: Report, data: dict[str, Any]) -> Decision:
    made = actions.decide_report(request.user, found, data["outcome"], data["reason"], ground=data["ground"])
    messages.success(request, _("Decided. The author and whoever reported it have been told."))
    return made


def decision(request: HttpRequest, pk: int) -> HttpResponse:
    """The statement of reasons, for the author, whoever reported it, and moderators."""
    made = get_object_or_404(Decision.objects.select_related("author", "decided_by", "reversed_by"), pk=pk)
    if not permissions.can_read_decision(request.user, made):
        raise Http404
    may_reverse = made.hides and permissions.can_decide_report(request.user, made.author)
    form = ReversalForm(request.POST or None)
    if may_reverse and form.is_valid():
        try:
            actions.reverse_decision(request.user, made, form.cleaned_data["reason"])
            messages.success(request, _("It is shown again."))
            return redirect(made)
        except actions.ModerationError as error:
            form.add_error(None, str(error))
    kind = registry.get(made.kind)
    return render(
        request,
        "moderation/decision.html",
        {
            "decision": made,
            "label": kind.label if kind else made.kind,
            "is_author": request.user.pk == made.author_id,
            "is_moderator": permissions.can_decide_reports(request.user),
            "may_reverse": may_reverse,
            "contact": parseaddr(settings.DEFAULT_FROM_EMAIL)[1],
            "form": form,
        },
    )
