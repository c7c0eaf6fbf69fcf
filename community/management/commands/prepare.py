"""`manage.py prepare`: what has to be done once after every update, before any server starts."""

from typing import Any

from django.core.management.base import BaseCommand

from community import preparing
from community.bootstrap import say


class Command(BaseCommand):
    help = "Bring the database up to date, make the site's fixed pages, gather the files for browsers."

    def handle(self, **options: Any) -> None:
        preparing.make_folders()
        preparing.prepare_database(say)
        preparing.collect_files()
