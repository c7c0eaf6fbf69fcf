"""Who may report, decide, and read what was decided."""

from typing import TypeGuard

from community.moderation.models import Decision, Report
from community.people.models import User
from community.people.permissions import Person, is_moderator


def can_report_content(user: Person) -> TypeGuard[User]:
    """Members report; guests are asked to sign in first, so that somebody can be answered (DSA, Article 16.2 c)."""
    return user.is_authenticated and user.is_active


def can_decide_reports(user: Person) -> TypeGuard[User]:
    """May open the queue and the log."""
    return is_moderator(user)


def can_decide_report(user: Person, author: Person | None) -> TypeGuard[User]:
    """Moderators decide, though never about what they wrote themselves (DSA, Article 16.6: objectively)."""
    return can_decide_reports(user) and user != author


def can_read_decision(user: Person, decision: Decision) -> bool:
    """The author of the content, whoever reported it, and moderators."""
    if not user.is_authenticated:
        return False
    if is_moderator(user) or decision.author_id == user.pk:
        return True
    return Report.objects.filter(decision=decision, reporter_id=user.pk).exists()
