"""The chain of hashes that shows whether the log is whole (safety 4.8)."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from community.moderation.models import AuditEntry, AuditHead


@dataclass(frozen=True)
class Fault:
    """Where the chain breaks, and how."""

    number: int
    what: str


def plain(value: Any) -> Any:
    """The value as JSON gives it back, so that the hash is the same before storing and after reading."""
    return json.loads(json.dumps(value, cls=DjangoJSONEncoder))


def hash_of(entry: AuditEntry) -> str:
    """SHA-256 over everything in the entry, the hash of the one before included."""
    facts = [
        entry.number,
        entry.at.isoformat(),
        entry.actor_id,
        entry.action,
        entry.kind,
        entry.object_id,
        entry.reason,
        entry.before,
        entry.after,
        entry.previous_hash,
    ]
    return hashlib.sha256(json.dumps(facts, sort_keys=True, ensure_ascii=True).encode()).hexdigest()


def faults() -> list[Fault]:
    """What is wrong with the log; an empty list when it is whole."""
    entries = AuditEntry.objects.order_by("number").iterator(chunk_size=1000)
    return list(_faults_in(entries, AuditHead.objects.first()))


def _faults_in(entries: Iterable[AuditEntry], head: AuditHead | None) -> Iterator[Fault]:
    number, previous = 0, ""
    for entry in entries:
        if entry.number != number + 1:
            yield Fault(number + 1, "missing")
        elif entry.previous_hash != previous:
            yield Fault(entry.number, "does not follow the entry before it")
        if entry.hash != hash_of(entry):
            yield Fault(entry.number, "changed after it was written")
        number, previous = entry.number, entry.hash
    expected = (head.number, head.hash) if head else (0, "")
    if (number, previous) != expected:
        yield Fault(expected[0], "is where the log should end, but it ends elsewhere")
