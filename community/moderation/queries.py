"""Reading the queue: reports, what waits to be published, and appeals, in one list."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from community.moderation import registry
from community.moderation.models import Appeal, Report, Subject
from community.moderation.standing import KIND as MEMBER


@dataclass(frozen=True)
class Task:
    """One thing that waits for a moderator. `words`: of whoever reported it. `reports`: by how many it was."""

    title: str
    href: str
    label: str
    why: str
    since: datetime
    words: str = ""
    reports: int = 0


@dataclass(frozen=True)
class Case:
    """All reports about one thing that one decision will answer; the oldest one speaks for it."""

    report: Report
    reports: list[Report]

    @property
    def label(self) -> str:
        return label_of(self.report)


def label_of(subject: Subject) -> str:
    """What kind of thing it is, in words."""
    found = registry.get(subject.kind)
    return str(found.label) if found else str(_NAMES.get(subject.kind, subject.kind))


_NAMES: dict[str, str | Promise] = {MEMBER: gettext_lazy("member")}  # nobody reports people, only what they write


def waiting_tasks() -> list[Task]:
    """Everything that waits for a moderator, the longest wait first."""
    return sorted([*_reported(), *_unpublished(), *_appealed()], key=lambda task: task.since)


def _reported() -> Iterator[Task]:
    cases: dict[tuple[str, str], list[Report]] = {}
    for report in Report.objects.open():
        cases.setdefault((report.kind, report.object_id), []).append(report)
    for reports in cases.values():
        first = reports[0]
        yield Task(
            title=first.title,
            href=first.get_absolute_url(),
            label=capfirst(label_of(first)),
            why=first.get_reason_display(),
            since=first.created_at,
            words=next((report.details for report in reports if report.details), ""),
            reports=len(reports),
        )


def _unpublished() -> Iterator[Task]:
    for kind, one in registry.all_waiting():
        yield Task(
            title=one.title,
            href=reverse("moderation:waiting", args=[kind.name, one.object_id]),
            label=capfirst(str(kind.label)),
            why=_("%(name)s waits for it to be published") % {"name": one.author},
            since=one.since,
        )


def _appealed() -> Iterator[Task]:
    for appeal in Appeal.objects.filter(answered_at=None).select_related("decision"):
        decision = appeal.decision
        yield Task(
            title=decision.title,
            href=decision.get_absolute_url(),
            label=capfirst(label_of(decision)),
            why=_("Its author asks for a second look"),
            since=appeal.created_at,
        )


def case_of(report: Report) -> Case:
    """The report together with the others about the same thing that are in the same state."""
    others = Report.objects.about(report.kind, report.object_id).filter(decision=report.decision)
    return Case(report, list(others.select_related("reporter__organisation")))
