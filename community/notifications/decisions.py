"""Telling people what was decided about what they wrote or reported (DSA, Articles 16.5 and 17)."""

from collections.abc import Collection

from django.db.models import Q
from django.utils.translation import gettext as _

from community.moderation.models import Decision
from community.moderation.registry import on_decision
from community.notifications import registry
from community.notifications.actions import notify
from community.people.models import User
from community.people.permissions import is_moderator

KIND = "decision"


def register() -> None:
    registry.register(KIND, may_see=_may_see, may_see_many=_may_see_many, mail=True)
    on_decision(tell_about)


def _may_see(user: User, object_id: str) -> bool:
    return bool(_may_see_many(user, [object_id]))


def _may_see_many(user: User, object_ids: Collection[str]) -> set[str]:
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
        KIND,
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
