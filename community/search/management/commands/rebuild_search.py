"""Write the whole index anew from what every floor has."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from community.search import registry
from community.search.actions import rebuild_kind


class Command(BaseCommand):
    help = "Write the search index anew, for every kind or for those named. People can search while it runs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kinds", nargs="*", help="Names of kinds; all of them when left out.")

    def handle(self, *args: Any, kinds: list[str], **options: Any) -> None:
        for name in kinds or [kind.name for kind in registry.kinds()]:
            kind = registry.get(name)
            if kind is None:
                known = ", ".join(found.name for found in registry.kinds()) or "none"
                raise CommandError(f"There is no kind called {name}. Registered kinds: {known}.")
            self.stdout.write(_line(name, rebuild_kind(name)))


def _line(name: str, counts: tuple[int, int] | None) -> str:
    if counts is None:
        return f"{name}: left as it is, it has no list of documents"
    return f"{name}: {counts[0]} written, {counts[1]} dropped"
