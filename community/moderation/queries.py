"""Reading the queue."""

from dataclasses import dataclass

from community.moderation import registry
from community.moderation.models import Report


@dataclass(frozen=True)
class Case:
    """All reports about one thing that one decision will answer; the oldest one speaks for it."""

    report: Report
    reports: list[Report]

    @property
    def label(self) -> str:
        found = registry.get(self.report.kind)
        return str(found.label) if found else self.report.kind


def open_cases() -> list[Case]:
    """What waits for a decision, the longest wait first."""
    cases: dict[tuple[str, str], list[Report]] = {}
    for report in Report.objects.open().select_related("reporter"):
        cases.setdefault((report.kind, report.object_id), []).append(report)
    return [Case(reports[0], reports) for reports in cases.values()]


def case_of(report: Report) -> Case:
    """The report together with the others about the same thing that are in the same state."""
    others = Report.objects.about(report.kind, report.object_id).filter(decision=report.decision)
    return Case(report, list(others.select_related("reporter__organisation")))
