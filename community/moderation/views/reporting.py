"""Reporting, for everybody who can see what they report."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from community.moderation import actions, permissions
from community.moderation.forms import GuestReportForm, ReportForm
from community.moderation.views.fetching import content_or_404
from community.people.addresses import address_of


def report_content(request: HttpRequest, kind: str, object_id: str) -> HttpResponse:
    found, content = content_or_404(request, kind, object_id)
    is_member = permissions.can_report_content(request.user)
    form = (ReportForm if is_member else GuestReportForm)(request.POST or None)
    if form.is_valid():
        try:
            _report(request, kind, object_id, form)
            return redirect("moderation:report_thanks", kind, object_id)
        except actions.TooManyReports as error:
            form.add_error(None, str(error))
    page = {"title": found.title(content), "url": found.url(content), "label": found.label, "form": form}
    return render(request, "moderation/report_content.html", page | {"is_member": is_member})


def _report(request: HttpRequest, kind: str, object_id: str, form: ReportForm) -> None:
    notifier = form.notifier(address_of(request)) if isinstance(form, GuestReportForm) else None
    actions.report_content(request.user, kind, object_id, **form.cleaned_data, notifier=notifier)


@require_GET
def report_thanks(request: HttpRequest, kind: str, object_id: str) -> HttpResponse:
    found, content = content_or_404(request, kind, object_id)
    return render(request, "moderation/report_thanks.html", {"url": found.url(content), "label": found.label})
