"""Asking that somebody else looks again, and answering (Digital Services Act, Article 20)."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from community.lib.fold import clean
from community.moderation import registry
from community.moderation.actions.deciding import Grounds, hold_decision, reverse_decision
from community.moderation.actions.recording import record
from community.moderation.errors import AlreadyDecided, ReasonMissing
from community.moderation.models import Appeal, Decision
from community.moderation.permissions import can_answer_appeal, can_appeal
from community.people.models import User


@transaction.atomic
def send_appeal(author: User, decision: Decision, text: str) -> Appeal:
    """The author's one note about a decision that stands. Raises PermissionDenied, AlreadyDecided, ReasonMissing."""
    if author.pk != decision.author_id:
        raise PermissionDenied
    text = clean(text).strip()
    if not text:
        raise ReasonMissing(_("Say what the moderator should look at again."))
    decision = hold_decision(decision)
    if not can_appeal(author, decision):
        raise AlreadyDecided(_("You have written your note about this already, or the decision is over."))
    appeal = Appeal.objects.create(decision=decision, text=text)
    record(author, "appeal.send", decision.kind, decision.object_id, after={"decision": decision.pk})
    registry.announce_appeal(appeal)
    return appeal


@transaction.atomic
def answer_appeal(actor: User, appeal: Appeal, *, granted: bool, answer: str) -> Appeal:
    """Take the decision back, or let it stand, and say why.

    Never by whoever decided first, where there is another moderator. Raises PermissionDenied, ReasonMissing,
    AlreadyDecided, ContentNotFound.
    """
    answer = Grounds(answer).checked().reason
    decision = hold_decision(appeal.decision)
    appeal = Appeal.objects.select_related("decision").get(pk=appeal.pk)
    if not can_answer_appeal(actor, appeal):
        raise PermissionDenied
    if appeal.answered_at:
        raise AlreadyDecided(_("Another moderator has already answered this."))
    if granted and decision.restricts:
        reverse_decision(actor, decision, answer)
        appeal.refresh_from_db()
        return appeal
    appeal.granted, appeal.answer, appeal.answered_by, appeal.answered_at = granted, answer, actor, timezone.now()
    appeal.save(update_fields=["granted", "answer", "answered_by", "answered_at"])
    record(actor, "appeal.refuse", decision.kind, decision.object_id, reason=answer, after={"decision": decision.pk})
    registry.announce_decision(Decision.objects.get(pk=decision.pk))
    return appeal
