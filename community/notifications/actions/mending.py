"""What organisers do about mails that were given up."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from community.moderation.actions import record
from community.notifications.models import MailJob
from community.notifications.tasks import ring
from community.people.models import User
from community.people.permissions import is_organiser


@transaction.atomic
def try_again(actor: User, pk: int) -> bool:
    """Send a mail that was given up as soon as possible. False when it was not given up. Raises PermissionDenied."""
    if not is_organiser(actor):
        raise PermissionDenied
    dead = MailJob.objects.filter(pk=pk, state=MailJob.State.DEAD)
    waiting = {"state": MailJob.State.WAITING, "attempts": 0, "next_try_at": timezone.now(), "done_at": None}
    if not dead.update(**waiting):
        return False
    record(actor, "mail.try_again", "mail", pk)
    transaction.on_commit(ring)
    return True
