"""Do what is due: to be run every minute, by cron or a systemd timer."""

from typing import Any

from django.core.management.base import BaseCommand

from community.notifications import due
from community.notifications.models import MailJob
from community.notifications.outbox import send_due


class Command(BaseCommand):
    help = "Do what is due, and send the mails that a worker has dropped. Safe to run at any time, by many."

    def handle(self, *args: Any, **options: Any) -> None:
        due.do_all()
        sent = send_due()
        waiting = MailJob.objects.filter(state=MailJob.State.WAITING).count()
        dead = MailJob.objects.filter(state=MailJob.State.DEAD).count()
        self.stdout.write(f"Mail: {sent} sent, {waiting} waiting, {dead} given up.")
