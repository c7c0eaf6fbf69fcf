"""Deciding what stays, with a statement of reasons (Digital Services Act, Article 17), and taking a decision back."""

from dataclasses import asdict, dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from community.lib.fold import clean
from community.moderation import registry
from community.moderation.actions.recording import record
from community.moderation.errors import AlreadyDecided, ContentNotFound, ReasonMissing
from community.moderation.models import Appeal, Decision, Report, Subject
from community.moderation.permissions import can_decide_report, can_reverse_decision
from community.moderation.standing import settle_suspension
from community.people.models import User
from community.people.permissions import Person


@dataclass(frozen=True)
class Grounds:
    """Why (Article 17.3): the reason in words, the facts it rests on, and which rule or law it applies."""

    reason: str
    ground: str = Decision.Ground.RULES
    reference: str = ""
    facts: str = ""

    def checked(self) -> "Grounds":
        """Fit to be kept. Raises ReasonMissing."""
        reason = clean(self.reason).strip()
        if not reason:
            raise ReasonMissing(_("Write a reason: the author and whoever reported it will read it."))
        reference, facts = clean(self.reference).strip()[:200], clean(self.facts).strip()
        return Grounds(reason, Decision.Ground(self.ground).value, reference, facts)


@transaction.atomic
def decide_report(
    actor: Person,
    report: Report,
    outcome: str,
    reason: str,
    *,
    ground: str = Decision.Ground.RULES,
    reference: str = "",
    facts: str = "",
) -> Decision:
    """Answer this report and every other open one about the same thing. Hides the content when that is the outcome.

    Raises PermissionDenied, ReasonMissing, AlreadyDecided, or ContentNotFound when there is nothing left to hide.
    """
    outcome, grounds = Decision.Outcome(outcome).value, Grounds(reason, ground, reference, facts).checked()
    found, content, author = subject_of(report)
    if not can_decide_report(actor, author):
        raise PermissionDenied
    open_reports = _lock_open_reports(report)
    if outcome == Decision.Outcome.HIDE:
        _hide(actor, found, content, grounds)
    elif outcome != Decision.Outcome.KEEP:
        raise ValueError(f"A report is not answered by {outcome!r}.")
    decision = _decide(actor, report, outcome, grounds, author)
    Report.objects.filter(pk__in=open_reports).update(decision=decision)
    log_and_announce(actor, f"report.{outcome}", decision, grounds.reason)
    return decision


@transaction.atomic
def decide_content(actor: Person, kind: str, object_id: object, grounds: Grounds) -> Decision:
    """Hide something that nobody reported (Article 17.3 b: on one's own initiative). Open reports are answered by it.

    Raises PermissionDenied, ReasonMissing, ContentNotFound, or AlreadyDecided for what is hidden already.
    """
    grounds = grounds.checked()
    subject = name_of(kind, object_id)
    found, content, author = subject_of(subject)
    if not can_decide_report(actor, author):
        raise PermissionDenied
    open_reports = list(Report.objects.about(subject.kind, subject.object_id).open().select_for_update())
    if Decision.objects.filter(kind=kind, object_id=subject.object_id, outcome="hide", reversed_at=None).exists():
        raise AlreadyDecided(_("This is hidden already."))
    _hide(actor, found, content, grounds)
    decision = _decide(actor, subject, Decision.Outcome.HIDE, grounds, author)
    Report.objects.filter(pk__in=[one.pk for one in open_reports]).update(decision=decision)
    log_and_announce(actor, f"{kind}.hide", decision, grounds.reason)
    return decision


@transaction.atomic
def decide_waiting(actor: Person, kind: str, object_id: object, grounds: Grounds | None = None) -> Decision | None:
    """Publish what waits for a moderator; or, with grounds, say to its author why it is not published.

    Publishing writes its own line into the log.
    Raises PermissionDenied, ReasonMissing, ContentNotFound, AlreadyDecided.
    """
    subject = name_of(kind, object_id)
    found, content, author = subject_of(subject)
    if not can_decide_report(actor, author):
        raise PermissionDenied
    if found is None or found.approve is None or found.reject is None or not found.waits(content):
        raise AlreadyDecided(_("Another moderator has already decided this."))
    if grounds is None:
        found.approve(actor, content)
        return None
    grounds = grounds.checked()
    found.reject(actor, content, grounds.reason)
    decision = _decide(actor, subject, Decision.Outcome.REJECT, grounds, author)
    log_and_announce(actor, f"{kind}.reject", decision, grounds.reason)
    return decision


@transaction.atomic
def reverse_decision(actor: Person, decision: Decision, reason: str) -> Decision:
    """Give back what a decision took, and say why. An appeal that waits is granted by it.

    Raises PermissionDenied, ReasonMissing, AlreadyDecided or ContentNotFound.
    """
    reason = Grounds(reason).checked().reason
    if not can_reverse_decision(actor, decision):
        raise PermissionDenied
    decision = hold_decision(decision)
    if not decision.restricts:
        raise AlreadyDecided(_("This decision does not hide anything any more."))
    if decision.outcome != Decision.Outcome.SUSPEND:
        _give_back(actor, decision)
    decision.reversed_at, decision.reversed_by, decision.reversal_reason = timezone.now(), actor, reason
    decision.save(update_fields=["reversed_at", "reversed_by", "reversal_reason"])
    if decision.outcome == Decision.Outcome.SUSPEND:
        settle_suspension(decision.object_id)
    Appeal.objects.filter(decision=decision, answered_at=None).update(
        granted=True, answer=reason, answered_by=actor, answered_at=decision.reversed_at
    )
    log_and_announce(actor, "decision.reverse", decision, reason)
    return decision


def _give_back(actor: User, decision: Decision) -> None:
    """Undo on its own floor what the decision did. Raises ContentNotFound."""
    found, content, _author = subject_of(decision)
    if found is None or content is None:
        raise ContentNotFound(_("This is no longer there, so it can't be brought back."))
    if decision.outcome == Decision.Outcome.REJECT and found.approve:
        found.approve(actor, content)
    else:
        found.restore(actor, content)


def hold_decision(decision: Decision) -> Decision:
    """The decision as it is now, kept from others until the transaction ends."""
    return Decision.objects.select_for_update().get(pk=decision.pk)


def subject_of(subject: Subject) -> tuple[registry.Kind | None, Any | None, User | None]:
    """The kind, the thing and its author as they are now; None for what is no longer there."""
    found = registry.get(subject.kind)
    content = found.find(subject.object_id) if found else None
    author = found.author(content) if found and content is not None else None
    return found, content, author


def name_of(kind: str, object_id: object) -> Subject:
    """What a decision is about, as it is called now. Raises ContentNotFound."""
    found = registry.get(kind)
    content = found.find(str(object_id)) if found else None
    if found is None or content is None:
        raise ContentNotFound(_("This is no longer there."))
    title = clean(found.title(content))[:255]
    return Decision(kind=kind, object_id=str(content.pk), url=found.url(content), title=title)


def log_and_announce(actor: User, action: str, decision: Decision, reason: str) -> None:
    after = {"decision": decision.pk} | ({"until": decision.until} if decision.until else {})
    record(actor, action, decision.kind, decision.object_id, reason=reason, after=after)
    registry.announce_decision(decision)


def _decide(actor: User, subject: Subject, outcome: str, grounds: Grounds, author: User | None) -> Decision:
    named = {name: getattr(subject, name) for name in ("kind", "object_id", "url", "title")}
    return Decision.objects.create(**named, **asdict(grounds), outcome=outcome, author=author, decided_by=actor)


def _hide(actor: User, found: registry.Kind | None, content: Any | None, grounds: Grounds) -> None:
    if found is None or content is None:
        raise ContentNotFound(_("This is no longer there. You can only leave it as it is."))
    found.hide(actor, content, grounds.reason)


def _lock_open_reports(report: Report) -> list[int]:
    """The open reports about the same thing, held until the decision is stored. Raises AlreadyDecided."""
    about = Report.objects.about(report.kind, report.object_id).open().select_for_update()
    open_reports = [found.pk for found in about]
    if report.pk not in open_reports:
        raise AlreadyDecided(_("Another moderator has already decided this."))
    return open_reports
