"""`manage.py backup FOLDER`: everything that the site keeps, in a new folder. The site may go on running."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from community.backup import CannotBackUp, back_up


class Command(BaseCommand):
    help = "Copy the SQLite database and the media into a new folder below FOLDER, while the site runs."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)

    def handle(self, *, folder: Path, **options: Any) -> None:
        try:
            self.stdout.write(f"Everything is in {back_up(folder)}")
        except (CannotBackUp, OSError) as problem:
            raise SystemExit(str(problem)) from None
