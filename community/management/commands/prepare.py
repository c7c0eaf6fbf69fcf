"""`manage.py prepare`: what has to be done once after every update, before any server starts."""

from typing import Any

from django.core.management.base import BaseCommand

from community import serving
from community.bootstrap import say


class Command(BaseCommand):
    help = "Bring the database up to date and make the site's fixed pages. `serve` does it by itself."

    def handle(self, **options: Any) -> None:
        serving.make_folders()
        serving.prepare_database(say)
