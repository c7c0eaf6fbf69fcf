"""A copy of everything that a site keeps, taken while people go on writing."""

import shutil
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils import timezone


class CannotBackUp(Exception):
    """Why there is no backup, as one sentence for the person at the terminal."""


def back_up(folder: Path, moment: datetime | None = None) -> Path:
    """Write the database and the media into a new folder named after the moment; returns that folder.

    The database comes first: it may name a file that came later, never lack one that it names.
    Raises CannotBackUp for PostgreSQL, which has better means of its own, and when the copy is not sound.
    """
    if connection.vendor != "sqlite":
        raise CannotBackUp(
            "This site keeps its data in PostgreSQL: back that up with pg_dump, and the media by copying."
        )
    made = folder / timezone.localtime(moment).strftime("%Y-%m-%d-%H%M%S")
    made.mkdir(parents=True)
    copy_database(made / "database.sqlite3")
    if settings.MEDIA_ROOT.exists():
        shutil.copytree(settings.MEDIA_ROOT, made / "media")
    return made


def copy_database(target: Path) -> None:
    """Copy through SQLite: a plain copy of a file that is being written may be torn."""
    connection.ensure_connection()
    with closing(sqlite3.connect(target)) as copy:
        connection.connection.backup(copy)
        if copy.execute("PRAGMA integrity_check").fetchone() != ("ok",):
            raise CannotBackUp(f"The copy in {target} is damaged: keep older backups, and look at the disk.")
