"""What has to be there before the first page: folders, tables, the site's fixed pages, and for a demo its world."""

from collections.abc import Callable
from io import StringIO

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command, get_commands
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from community.one_at_a_time import only_one

Say = Callable[[str], None]


def make_folders() -> None:
    for folder in (settings.VAR_DIR, settings.STATIC_ROOT, settings.MEDIA_ROOT):
        folder.mkdir(parents=True, exist_ok=True)


def migrations_are_missing() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def prepare_database(say: Say) -> None:
    """Create or update the tables when there is something to do; to find out takes a quarter of a second."""
    with only_one(say):
        if migrations_are_missing():
            say("Setting up the database, about 20 seconds …")
            call_command("migrate", interactive=False, verbosity=0)
        call_command("prepare_site", stdout=StringIO())  # the fixed pages and forums; what is there stays as it is


def collect_files() -> None:
    """Gather style sheets, scripts and pictures under names that may be cached for ever. Only production needs it."""
    if not settings.DEVELOPMENT:
        call_command("collectstatic", interactive=False, verbosity=0)


def files_are_missing() -> bool:
    return not (settings.DEVELOPMENT or (settings.STATIC_ROOT / "staticfiles.json").exists())


def prepare_demo(say: Say) -> None:
    """Fill an empty database with the demo world."""
    with only_one(say):
        if "seed_demo" in get_commands() and not get_user_model()._default_manager.exists():
            say("Filling the empty database with the demo world …")
            call_command("seed_demo", verbosity=0)
