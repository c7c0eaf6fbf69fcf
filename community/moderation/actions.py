"""Reporting, deciding, and writing the log: each one act, one transaction."""

from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from community.lib.fold import clean
from community.moderation import registry
from community.moderation.audit import hash_of, plain
from community.moderation.models import AuditEntry, AuditHead, Decision, Report, Subject
from community.moderation.permissions import can_decide_report, can_report_content
from community.people.models import User
from community.people.permissions import Person

MAX_REPORTS_PER_DAY = 30


class ModerationError(Exception):
    """A rule that the reader can do something about; its text is for them."""


class ContentNotFound(ModerationError):
    """There is no such thing, or the person may not see it: the same answer for both."""


class TooManyReports(ModerationError):
    """Thirty reports in a day are more than one person needs."""


class ReasonMissing(ModerationError):
    """Nobody is told "no" without being told why."""


class AlreadyDecided(ModerationError):
    """Somebody else was faster."""


@transaction.atomic
def report_content(
    reporter: Person, kind: str, object_id: object, reason: str, details: str = "", *, good_faith: bool = True
) -> Report:
    """Put a thing into the moderators' queue. Reporting it again while the first report is open changes nothing.

    Raises PermissionDenied, ContentNotFound or TooManyReports.
    """
    if not can_report_content(reporter):
        raise PermissionDenied
    found, content = find_content(reporter, kind, object_id)
    _refuse_floods(reporter)
    report, is_new = Report.objects.get_or_create(
        reporter=reporter,
        kind=kind,
        object_id=str(content.pk),  # as it is, not as it was asked for: "030" is 30
        decision=None,
        defaults={
            "url": found.url(content),
            "title": clean(found.title(content))[:255],
            "reason": reason,
            "details": clean(details),
            "good_faith": good_faith,
        },
    )
    if is_new:
        registry.announce_report(report)
    return report


def find_content(user: Person, kind: str, object_id: object) -> tuple[registry.Kind, Any]:
    """The kind and the thing itself, for whoever may see it. Raises ContentNotFound."""
    found = registry.get(kind)
    content = found.find(str(object_id)) if found else None
    if found is None or content is None or not found.can_see(user, content):
        raise ContentNotFound(_("There is nothing to report here."))
    return found, content


def _refuse_floods(reporter: User) -> None:
    since = timezone.now() - timedelta(days=1)
    if Report.objects.filter(reporter=reporter, created_at__gte=since).count() >= MAX_REPORTS_PER_DAY:
        raise TooManyReports(_("That is a lot of reports for one day. Please write to the moderators instead."))


@transaction.atomic
def decide_report(
    actor: Person, report: Report, outcome: str, reason: str, *, ground: str = Decision.Ground.RULES
) -> Decision:
    """Answer this report and every other open one about the same thing. Hides the content when that is the outcome.

    Raises PermissionDenied, ReasonMissing, AlreadyDecided, or ContentNotFound when there is nothing left to hide.
    """
    outcome, reason = Decision.Outcome(outcome).value, _required(reason)
    found, content, author = subject_of(report)
    if not can_decide_report(actor, author):
        raise PermissionDenied
    open_reports = _lock_open_reports(report)
    if outcome == Decision.Outcome.HIDE:
        if found is None or content is None:
            raise ContentNotFound(_("This is no longer there. You can only leave it as it is."))
        found.hide(actor, content, reason)
    decision = Decision.objects.create(
        **_named_like(report), outcome=outcome, ground=ground, reason=reason, author=author, decided_by=actor
    )
    Report.objects.filter(pk__in=open_reports).update(decision=decision)
    _log_and_announce(actor, f"report.{outcome}", decision, reason)
    return decision


def subject_of(subject: Subject) -> tuple[registry.Kind | None, Any | None, User | None]:
    """The kind, the thing and its author as they are now; None for what is no longer there."""
    found = registry.get(subject.kind)
    content = found.find(subject.object_id) if found else None
    author = found.author(content) if found and content is not None else None
    return found, content, author


def _named_like(report: Report) -> dict[str, str]:
    return {name: getattr(report, name) for name in ("kind", "object_id", "url", "title")}


def _log_and_announce(actor: User, action: str, decision: Decision, reason: str) -> None:
    after = {"decision": decision.pk}
    record(actor, action, decision.kind, decision.object_id, reason=reason, after=after)
    registry.announce_decision(decision)


def _required(reason: str) -> str:
    reason = clean(reason).strip()
    if not reason:
        raise ReasonMissing(_("Write a reason: the author and whoever reported it will read it."))
    return reason


def _lock_open_reports(report: Report) -> list[int]:
    """The open reports about the same thing, held until the decision is stored. Raises AlreadyDecided."""
    about = Report.objects.about(report.kind, report.object_id).open().select_for_update()
    open_reports = [found.pk for found in about]
    if report.pk not in open_reports:
        raise AlreadyDecided(_("Another moderator has already decided this."))
    return open_reports


@transaction.atomic
def reverse_decision(actor: Person, decision: Decision, reason: str) -> Decision:
    """Bring back what a decision hid, and say why.

    Raises PermissionDenied, ReasonMissing, AlreadyDecided or ContentNotFound.
    """
    reason = _required(reason)
    if not can_decide_report(actor, decision.author):
        raise PermissionDenied
    decision = Decision.objects.select_for_update().get(pk=decision.pk)
    if not decision.hides:
        raise AlreadyDecided(_("This decision does not hide anything any more."))
    found, content, _author = subject_of(decision)
    if found is None or content is None:
        raise ContentNotFound(_("This is no longer there, so it can't be brought back."))
    found.restore(actor, content)
    decision.reversed_at, decision.reversed_by, decision.reversal_reason = timezone.now(), actor, reason
    decision.save(update_fields=["reversed_at", "reversed_by", "reversal_reason"])
    _log_and_announce(actor, "decision.reverse", decision, reason)
    return decision


@transaction.atomic
def record(
    actor: User | None,
    action: str,
    kind: str = "",
    object_id: object = "",
    *,
    reason: str = "",
    before: Any = None,
    after: Any = None,
) -> AuditEntry:
    """Write one act into the log, in the transaction of the act itself. `action` reads like "topic.move".

    Writers wait for each other from here to their commit, so call it last.
    """
    head = _locked_head()
    entry = AuditEntry(
        number=head.number + 1,
        at=timezone.now(),
        actor=actor,
        action=action,
        kind=kind,
        object_id=str(object_id),
        reason=clean(reason),
        before=plain(before),
        after=plain(after),
        previous_hash=head.hash,
    )
    entry.hash = hash_of(entry)
    entry.save()
    head.number, head.hash = entry.number, entry.hash
    head.save()
    return entry


def _locked_head() -> AuditHead:
    """The one row at the end of the log, made when it is not there yet."""
    AuditHead.objects.get_or_create(pk=1)
    return AuditHead.objects.select_for_update().get(pk=1)
