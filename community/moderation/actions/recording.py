"""Writing the log."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from community.lib.fold import clean
from community.moderation.audit import hash_of, plain
from community.moderation.models import AuditEntry, AuditHead
from community.people.models import User


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
