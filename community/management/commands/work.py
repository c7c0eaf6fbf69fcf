"""`manage.py work`: do background tasks, one after the other, until told to stop; once a minute, do what is due."""

import logging
from argparse import ArgumentParser
from io import StringIO
from typing import Any

from django.core.management import call_command
from django_tasks_db.management.commands import db_worker

from community.background import leave_when_input_ends, repeat

TICK_SECONDS = 60.0


class Command(db_worker.Command):
    help = "Do background tasks: mail and the search of the editor. Run one of these beside the server."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.set_defaults(reload=False)
        parser.add_argument("--until-input-ends", action="store_true", help="stop when standard input is closed")

    def configure_logging(self, verbosity: int) -> None:
        """What fails is logged, as the settings say; not every start, task and end."""
        logging.getLogger(db_worker.__name__.partition(".")[0]).setLevel(logging.ERROR)

    def handle(self, **options: Any) -> None:  # type: ignore[override]
        if options.pop("until_input_ends"):
            leave_when_input_ends()
        repeat(tick, TICK_SECONDS)
        super().handle(**options)


def tick() -> None:
    """A task says that there is something to do; this finds what no task said, or what a dead worker had in hand."""
    call_command("tick", stdout=StringIO())
