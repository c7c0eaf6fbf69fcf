from datetime import date
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from community.demo import world


class Command(BaseCommand):
    help = "Add the demo world: people, training, talks, forum and live rooms. Running it again changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--anchor",
            type=date.fromisoformat,
            help="the day that the demo should look at home on, such as 2026-11-21 (default: today)",
        )
        parser.add_argument(
            "--reopen", action="store_true", help="also hold the drop-in clinic now, from twenty minutes ago"
        )
        parser.add_argument("--force", action="store_true", help="also where this is not a development site")

    def handle(self, *, anchor: date | None, reopen: bool, force: bool, verbosity: int, **options: Any) -> None:
        if not (settings.DEVELOPMENT or force):
            raise CommandError("This is not a development site. Add --force if made-up people belong here.")
        world.build(anchor or timezone.localdate(), self._say if verbosity else lambda _line: None)
        if reopen:
            world.reopen_clinic()

    def _say(self, line: str) -> None:
        self.stdout.write(f"  {line} …")
