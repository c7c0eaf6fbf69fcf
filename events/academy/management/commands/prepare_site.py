"""Make what every new site needs: its fixed pages, the forum of the talks, the lounge, and who may edit what."""

from typing import Any

from django.core.management.base import BaseCommand

from community.live.actions import ensure_lounge
from events.academy.actions import ensure_academy
from events.actions import ensure_talks


class Command(BaseCommand):
    help = "Make the fixed pages and the editing rights of a new site. What is there stays; run it after every update."

    def handle(self, *args: Any, **options: Any) -> None:
        index = ensure_talks()
        ensure_academy()
        ensure_lounge()
        self.stdout.write(f"The site is ready; talks are listed at {index.url}.")
