"""`manage.py after_restore`: once after a database was put back from a backup, before the site is served again."""

from typing import Any

from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.core.management.base import BaseCommand

from community.live.actions import begin_afresh


class Command(BaseCommand):
    help = "After a restore: open pages of live rooms load anew, everybody signs in again, the search is rebuilt."

    def handle(self, **options: Any) -> None:
        self.stdout.write(f"Rooms that begin a new history: {begin_afresh()}")
        ended, _rows = Session.objects.all().delete()
        self.stdout.write(f"Sessions ended: {ended}")
        call_command("rebuild_search", stdout=self.stdout)
