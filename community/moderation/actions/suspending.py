"""Taking the pen from a member for some time. They go on reading, report, and appeal; it ends by itself."""

from dataclasses import asdict
from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from community.moderation.actions.deciding import Grounds, log_and_announce
from community.moderation.errors import WrongTime
from community.moderation.models import Decision
from community.moderation.permissions import can_suspend_member
from community.moderation.standing import KIND, settle_suspension
from community.people.models import User
from community.people.permissions import Person

LONGEST = timedelta(days=366)


@transaction.atomic
def suspend_member(actor: Person, member: User, until: datetime, grounds: Grounds) -> Decision:
    """Nothing that the member writes is taken until then, anywhere. `reverse_decision` ends it early.

    Whoever is suspended already is so until the later of the two moments. Raises PermissionDenied, ReasonMissing, or
    WrongTime for a moment that is past or more than a year away.
    """
    grounds = grounds.checked()
    member = User.objects.select_for_update(of=["self"]).get(pk=member.pk)
    if not can_suspend_member(actor, member):
        raise PermissionDenied
    if not timezone.now() < until <= timezone.now() + LONGEST:
        raise WrongTime(_("Choose a day between tomorrow and a year from now."))
    decision = Decision.objects.create(
        kind=KIND,
        object_id=str(member.pk),
        url=member.get_absolute_url(),
        title=member.display_name,
        outcome=Decision.Outcome.SUSPEND,
        author=member,
        decided_by=actor,
        until=until,
        **asdict(grounds),
    )
    settle_suspension(decision.object_id)
    log_and_announce(actor, "member.suspend", decision, grounds.reason)
    return decision
