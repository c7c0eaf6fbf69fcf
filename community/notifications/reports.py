"""Telling moderators what waits for them, and people what was decided about what they wrote or reported.

The law wants the second (Digital Services Act, Articles 16, 17, 20), and moderators the first: a queue that nobody is
told about fills up unseen. Whoever reported without an account gets letters instead.
"""

from collections.abc import Collection

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from community.moderation.models import Appeal, Decision, Report
from community.moderation.permissions import can_decide_reports
from community.moderation.registry import Waiting, on_appeal, on_decision, on_report, on_waiting
from community.notifications import registry
from community.notifications.actions import notify, write_letter
from community.notifications.letters import DECIDED, RECEIVED, author_title, reporter_title
from community.people.models import User
from community.people.permissions import MODERATORS, is_moderator

REPORT, DECISION, APPEAL, WAITING = "report", "decision", "appeal", "waiting"


def register() -> None:
    for kind in (APPEAL, WAITING):
        registry.register(kind, may_see=_may_see_report, may_see_many=_may_see_reports, mail=True)
    registry.register(RECEIVED, may_see=_may_see_own, mail=False)
    registry.register(REPORT, may_see=_may_see_report, may_see_many=_may_see_reports, mail=True)
    registry.register(DECISION, may_see=_may_see_decision, may_see_many=_may_see_decisions, mail=True)
    on_report(tell_moderators)
    on_report(confirm_report)
    on_decision(tell_about)
    on_appeal(tell_others)
    on_waiting(tell_of_waiting)


def _may_see_report(user: User, object_id: str) -> bool:
    return can_decide_reports(user)


def _may_see_reports(user: User, object_ids: Collection[str]) -> Collection[str]:
    return object_ids if can_decide_reports(user) else []


def tell_moderators(report: Report) -> None:
    """Every moderator but the reporter, once for all reports about one thing that wait for the same decision."""
    waiting = Report.objects.open().about(report.kind, report.object_id).exclude(pk=report.pk)
    if not waiting.exists():
        notify(
            _moderators(without=report.reporter_id),
            REPORT,
            object_id=report.pk,
            title=_("Reported: %(title)s") % {"title": report.title},
            text=report.get_reason_display(),
            url=report.get_absolute_url(),
        )


def _moderators(*, without: int | None = None) -> QuerySet[User]:
    found = User.objects.active().filter(groups__name=MODERATORS)
    return found if without is None else found.exclude(pk=without)


def _may_see_own(user: User, object_id: str) -> bool:
    return Report.objects.filter(pk=object_id, reporter=user).exists()


def confirm_report(report: Report) -> None:
    """Tell whoever reported that it has arrived (Article 16.4)."""
    if report.reporter:
        notify(
            [report.reporter],
            RECEIVED,
            object_id=report.pk,
            title=_("We have your report: %(title)s") % {"title": report.title},
            text=_("A moderator will read it. You will be told what was decided, and why."),
            url=report.url,
        )
    elif report.notifier_email:
        write_letter(report.notifier_email, RECEIVED, object_id=report.pk, key=f"report:{report.pk}:received")


def tell_others(appeal: Appeal) -> None:
    """Every moderator but the first, unless there is no other: then that one."""
    decision = appeal.decision
    able = _moderators(without=decision.author_id)
    notify(
        [one for one in able if one.pk != decision.decided_by_id] or able,
        APPEAL,
        object_id=decision.pk,
        title=_("A second look is asked for: %(title)s") % {"title": decision.title},
        text=appeal.text,
        url=decision.get_absolute_url(),
        key=f"appeal:{decision.pk}",
    )


def tell_of_waiting(kind: str, waiting: Waiting) -> None:
    """What somebody new wrote is read by nobody until a moderator comes."""
    notify(
        _moderators(),
        WAITING,
        object_id=f"{kind}:{waiting.object_id}",
        title=_("%(name)s waits to be published: %(title)s") % {"name": waiting.author, "title": waiting.title},
        url=reverse("moderation:waiting", args=[kind, waiting.object_id]),
        key=f"waiting:{kind}:{waiting.object_id}",
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
    step = _step(decision)
    reporters = User.objects.filter(reports__decision=decision).exclude(pk=decision.author_id).distinct()
    if decision.author and decision.outcome != Decision.Outcome.KEEP:
        _tell([decision.author], decision, step, author_title(decision, step))
    if step == "refused":
        return
    _tell(reporters, decision, step, reporter_title(decision))
    for report in decision.reports.exclude(notifier_email=""):
        key = f"report:{report.pk}:{step}"
        write_letter(report.notifier_email, DECIDED, object_id=report.pk, key=key)


def _step(decision: Decision) -> str:
    """Which step of its life is told."""
    if decision.reversed_at:
        return "reversed"
    refused = Appeal.objects.filter(decision=decision).exclude(answered_at=None)
    return "refused" if refused.exists() else "made"


def _tell(people: Collection[User], decision: Decision, step: str, title: str) -> None:
    notify(
        people,
        DECISION,
        object_id=decision.pk,
        title=title,
        text=_words(decision, step),
        url=decision.get_absolute_url(),
        key=f"decision:{decision.pk}:{step}",
    )


def _words(decision: Decision, step: str) -> str:
    if step == "refused":
        return Appeal.objects.get(decision=decision).answer
    return decision.reversal_reason if step == "reversed" else decision.reason
