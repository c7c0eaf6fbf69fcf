"""Telling moderators what was reported, and people what was decided about what they wrote or reported.

The law wants the second (Digital Services Act, Articles 16.5 and 17), and moderators the first: a queue that nobody is
told about fills up unseen.
"""

from collections.abc import Collection

from django.db.models import Q
from django.utils.translation import gettext as _

from community.moderation.models import Decision, Report
from community.moderation.permissions import can_decide_reports
from community.moderation.registry import on_decision, on_report
from community.notifications import registry
from community.notifications.actions import notify
from community.people.models import User
from community.people.permissions import MODERATORS, is_moderator

REPORT, DECISION = "report", "decision"


def register() -> None:
    registry.register(REPORT, may_see=_may_see_report, may_see_many=_may_see_reports, mail=True)
    registry.register(DECISION, may_see=_may_see_decision, may_see_many=_may_see_decisions, mail=True)
    on_report(tell_moderators)
    on_decision(tell_about)


def _may_see_report(user: User, object_id: str) -> bool:
    return can_decide_reports(user)


def _may_see_reports(user: User, object_ids: Collection[str]) -> Collection[str]:
    return object_ids if can_decide_reports(user) else []


def tell_moderators(report: Report) -> None:
    """Every moderator but the reporter, once for all reports about one thing that wait for the same decision."""
    waiting = Report.objects.open().about(report.kind, report.object_id).exclude(pk=report.pk)
    if not waiting.exists():
        notify(
            User.objects.active().filter(groups__name=MODERATORS).exclude(pk=report.reporter_id),
            REPORT,
            object_id=report.pk,
            title=_("Reported: %(title)s") % {"title": report.title},
            text=report.get_reason_display(),
            url=report.get_absolute_url(),
        )


def _may_see_decision(user: User, object_id: str) -> bool:
    return bool(_may_see_decisions(user, [object_id]))


def _may_see_decisions(user: User, object_ids: Collection[str]) -> set[str]:
    """The same rule as `can_read_decision`, for many at once."""
    decisions = Decision.objects.filter(pk__in=object_ids)
    if not is_moderator(user):
        decisions = decisions.filter(Q(author=user) | Q(reports__reporter=user))
    return {str(pk) for pk in decisions.values_list("pk", flat=True)}


def tell_about(decision: Decision) -> None:
    """Author and reporters, each in the words that are for them. Nobody is told who reported."""
    reporters = User.objects.filter(reports__decision=decision).exclude(pk=decision.author_id).distinct()
    if decision.author and decision.outcome == Decision.Outcome.HIDE:
        _tell([decision.author], decision, _title_for_author(decision))
    _tell(reporters, decision, _title_for_reporter(decision))


def _tell(people: Collection[User], decision: Decision, title: str) -> None:
    step = "reversed" if decision.reversed_at else "made"
    notify(
        people,
        DECISION,
        object_id=decision.pk,
        title=title,
        text=decision.reversal_reason if decision.reversed_at else decision.reason,
        url=decision.get_absolute_url(),
        key=f"decision:{decision.pk}:{step}",
    )


def _title_for_author(decision: Decision) -> str:
    if decision.reversed_at:
        return _("Visible again: %(title)s") % {"title": decision.title}
    return _("Hidden by a moderator: %(title)s") % {"title": decision.title}


def _title_for_reporter(decision: Decision) -> str:
    if decision.hides:
        return _("You reported this, and it is hidden now: %(title)s") % {"title": decision.title}
    return _("You reported this, and it stays: %(title)s") % {"title": decision.title}
