"""Check that nobody has changed, removed or slipped in an entry of the log."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from community.moderation.audit import faults
from community.moderation.models import AuditEntry


class Command(BaseCommand):
    help = "Check the chain of the moderation log. Ends with an error that names the first broken entries."

    def handle(self, *args: Any, **options: Any) -> None:
        found = faults()
        if found:
            lines = "; ".join(f"entry {fault.number} {fault.what}" for fault in found[:10])
            raise CommandError(f"The log is not whole: {lines}.")
        self.stdout.write(f"The log is whole: {AuditEntry.objects.count()} entries.")
