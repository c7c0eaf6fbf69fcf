"""Who may report, decide, appeal, suspend, and read what was decided."""

from typing import TypeGuard

from django.db.models import Q
from django.utils import timezone

from community.moderation.models import Appeal, Decision, Report
from community.people.models import User
from community.people.permissions import MODERATORS, Person, can_write, is_moderator, is_organiser


def can_report_content(user: Person) -> TypeGuard[User]:
    """Members report, suspended ones too; guests say who they are, to be answered (DSA, Article 16.2 c)."""
    return user.is_authenticated and user.is_active


def can_decide_reports(user: Person) -> TypeGuard[User]:
    """May open the queue and the log."""
    return is_moderator(user)


def can_decide_report(user: Person, author: Person | None) -> TypeGuard[User]:
    """Moderators decide, though never about what they wrote themselves (DSA, Article 16.6: objectively)."""
    return can_decide_reports(user) and user != author


def can_read_decision(user: Person, decision: Decision) -> bool:
    """The author of the content, whoever reported it, and moderators; of a suspension also organisers."""
    if not user.is_authenticated:
        return False
    if is_moderator(user) or decision.author_id == user.pk or can_reverse_decision(user, decision):
        return True
    return Report.objects.filter(decision=decision, reporter_id=user.pk).exists()


def can_reverse_decision(user: Person, decision: Decision) -> TypeGuard[User]:
    """Moderators, never about themselves; suspensions are ended by organisers too."""
    if not can_write(user) or decision.author_id == user.pk:
        return False
    return is_moderator(user) or (decision.outcome == Decision.Outcome.SUSPEND and is_organiser(user))


def can_appeal(user: Person, decision: Decision) -> bool:
    """The author, once, while the decision stands."""
    own = user.is_authenticated and decision.author_id == user.pk
    return own and decision.restricts and not Appeal.objects.filter(decision=decision).exists()


def can_answer_appeal(user: Person, appeal: Appeal) -> TypeGuard[User]:
    """Another moderator than the first, where there is one (DSA, Article 20.4: without bias)."""
    decision = appeal.decision
    if not can_reverse_decision(user, decision) or not is_moderator(user):
        return False
    return decision.decided_by_id != user.pk or not _others(decision)


def can_suspend_member(user: Person, member: User) -> TypeGuard[User]:
    """Moderators suspend members; organisers also moderators; superusers also organisers. Nobody themselves, and nobody
    a superuser."""
    if not can_write(user) or user == member or member.is_superuser or not member.is_active:
        return False
    if is_organiser(member):
        return user.is_superuser
    if is_moderator(member):
        return is_organiser(user)
    return is_moderator(user) or is_organiser(user)


def _others(decision: Decision) -> bool:
    """Whether there is a moderator who neither decided this nor wrote what it is about."""
    able = User.objects.active().filter(Q(groups__name=MODERATORS) | Q(is_superuser=True))
    free = able.filter(Q(suspended_until=None) | Q(suspended_until__lte=timezone.now()))
    return free.exclude(pk__in=[pk for pk in (decision.decided_by_id, decision.author_id) if pk]).exists()
