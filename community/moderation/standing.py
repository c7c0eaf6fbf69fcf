"""Whether a member may write: the mark on their account, and the decision that says why."""

from django.db.models import Max, QuerySet

from community.moderation.models import Decision
from community.people.models import User

KIND = "member"


def settle_suspension(member_pk: str) -> None:
    """Bring the mark on the account to what the decisions say that stand now."""
    latest = _suspensions(member_pk).aggregate(latest=Max("until"))["latest"]
    User.objects.filter(pk=int(member_pk)).update(suspended_until=latest)


def suspension_of(member: User) -> Decision | None:
    """The decision because of which the member may not write now: the one that lasts longest."""
    return _suspensions(str(member.pk)).order_by("-until").first() if member.is_suspended else None


def find_member(object_id: str) -> User | None:
    number = object_id.isascii() and object_id.isdigit() and len(object_id) < 19
    return User.objects.active().filter(pk=int(object_id)).first() if number else None


def _suspensions(member_pk: str) -> QuerySet[Decision]:
    return Decision.objects.filter(kind=KIND, object_id=member_pk, outcome=Decision.Outcome.SUSPEND, reversed_at=None)
