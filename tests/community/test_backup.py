"""A backup is worth what can be restored from it."""

import sqlite3
from contextlib import closing

import pytest
from django.core.management import call_command
from django.db import connection

from community.backup import CannotBackUp, back_up
from community.people.models import User

sqlite_only = pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL is backed up by its own means")


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    (settings.MEDIA_ROOT / "films").mkdir(parents=True)
    (settings.MEDIA_ROOT / "films" / "one.webm").write_bytes(b"film")


@sqlite_only
@pytest.mark.django_db(transaction=True)
def test_a_backup_holds_every_row_and_every_file(cast, media, tmp_path):
    made = back_up(tmp_path / "backups")
    with closing(sqlite3.connect(made / "database.sqlite3")) as copy:
        kept = {email for (email,) in copy.execute("SELECT email FROM people_user")}
    assert kept == set(User.objects.values_list("email", flat=True))
    assert (made / "media" / "films" / "one.webm").read_bytes() == b"film"


@sqlite_only
@pytest.mark.django_db(transaction=True)
def test_the_command_says_where_it_is(media, tmp_path, capsys):
    call_command("backup", tmp_path / "backups")
    (made,) = (tmp_path / "backups").iterdir()
    assert str(made) in capsys.readouterr().out


@pytest.mark.skipif("connection.vendor == 'sqlite'", reason="SQLite is backed up by us")
def test_on_postgresql_it_names_the_better_means(db, tmp_path):
    with pytest.raises(CannotBackUp, match="pg_dump"):
        back_up(tmp_path)
    assert connection.vendor == "postgresql"
