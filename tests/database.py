"""Migrated databases for the tests: made once, kept until a migration changes, then copied for whoever needs one.

Migrating takes half a minute, copying a few milliseconds. Each test process gets its own copy, and a test that commits
gets a fresh one afterwards; so what the migrations put in (groups, the site's fixed pages) is always there.
"""

import fcntl
import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

import psycopg
from psycopg.sql import SQL, Identifier

from tests.rows import Rows

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / ".pytest_cache" / "databases"


class Database(Protocol):
    """One test process's own copy of the migrated database."""

    url: str
    name: str  # as Django's settings have it

    def fill(self) -> None:
        """Make it look as after `migrate`, or as when it was last kept, whatever is in it."""

    def keep(self) -> None:
        """Let `fill` from now on bring back what is in it now. Nobody may be connected to it."""

    def remove(self) -> None: ...


def own_database(url: str, folder: Path, name: str) -> Database:
    """The copy for one process: a file in `folder`, or a database called `name` on the server behind `url`."""
    return PostgresCopy(url, name) if url.startswith("postgres") else SqliteCopy(folder / f"{name}.sqlite3")


class SqliteCopy:
    def __init__(self, path: Path) -> None:
        self.path, self.name = path, str(path)
        self.url = f"sqlite:///{path}"
        self.kept: Path | None = None

    def fill(self) -> None:
        copy_sqlite(self.kept or sqlite_template(), self.path)

    def keep(self) -> None:
        self.kept = self.path.with_suffix(".kept")
        copy_sqlite(self.path, self.kept)

    def remove(self) -> None:
        for suffix in ("", "-wal", "-shm"):
            Path(f"{self.path}{suffix}").unlink(missing_ok=True)
        if self.kept:
            self.kept.unlink()


def copy_sqlite(source: Path, target: Path) -> None:
    """Copied through SQLite, so that threads which have the target open see the new content, whole.

    It need not survive a power cut.
    """
    with closing(sqlite3.connect(source)) as read, closing(sqlite3.connect(target)) as written:
        written.execute("PRAGMA synchronous=OFF")
        read.backup(written)


class PostgresCopy:
    def __init__(self, server: str, name: str) -> None:
        self.server, self.name = server, name
        self.url = address(server, name)
        self.kept: str | None = None
        self.rows: Rows | None = None

    def fill(self) -> None:
        if not (self.rows and self.rows.bring_back()):
            copy_postgres(self.server, self.kept or postgres_template(self.server), self.name)
            self.rows = Rows(self.url) if self.kept else None

    def keep(self) -> None:
        self.kept = f"{self.name}_kept"
        copy_postgres(self.server, self.name, self.kept)
        self.rows = Rows(self.url)

    def remove(self) -> None:
        for name in filter(None, (self.name, self.kept)):
            drop_postgres(self.server, name)


def copy_postgres(server: str, source: str, target: str) -> None:
    drop_postgres(server, target)
    with administer(server) as run:
        run(SQL("CREATE DATABASE {} TEMPLATE {}").format(Identifier(target), Identifier(source)))


def drop_postgres(server: str, name: str) -> None:
    with administer(server) as run:
        run(SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(Identifier(name)))


# --- The templates ---------------------------------------------------------------------------------------------------


AT_MIGRATION = {"apps.py", "base.py", "models.py"}


def made_of() -> dict[str, str]:
    """What a migrated database comes from: every migration, and what runs after migrating; each with its content."""
    paths = (path for path in our("*.py") if "migrations" in path.parts or path.name in AT_MIGRATION)
    digests = {str(path.relative_to(ROOT)): hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}
    return {"pins": hashlib.sha256((ROOT / "constraints.txt").read_bytes()).hexdigest(), **digests}


def fingerprint() -> str:
    """Changes with every migration, of ours or of a pinned package, and with what runs after migrating."""
    return hashlib.sha256(json.dumps(made_of()).encode()).hexdigest()[:16]


def our(pattern: str) -> Iterator[Path]:
    for top in ("cms", "community", "events", "forum"):
        yield from sorted((ROOT / top).rglob(pattern))


def sqlite_template() -> Path:
    finished = KEPT / f"{fingerprint()}.sqlite3"
    with one_at_a_time("sqlite"):
        if not finished.exists():
            unfinished = finished.with_suffix(".unfinished")
            begin_with_an_older_one(unfinished)
            migrate(f"sqlite:///{unfinished}")
            for outdated in KEPT.glob("*.sqlite3*"):
                outdated.unlink()
            finished.with_suffix(".sqlite3.json").write_text(json.dumps(made_of()))
            unfinished.rename(finished)
    return finished


def begin_with_an_older_one(unfinished: Path) -> None:
    """Where files were only added since, the new migrations are all that is to be done: seconds instead of half a
    minute. After any other change it all begins from nothing."""
    unfinished.unlink(missing_ok=True)
    now = made_of().items()
    for older in KEPT.glob("*.sqlite3"):
        files = older.with_suffix(".sqlite3.json")
        if files.exists() and json.loads(files.read_text()).items() <= now:
            shutil.copy(older, unfinished)


def demo_folder() -> Path:
    """A folder with the demo world in `site.sqlite3` and `media/`: made anew when any code of ours changes, and every
    two hours, as one of its talks is on now and lasts three."""
    now = datetime.now(UTC)
    finished = KEPT / f"demo-{code_at(f'{now.date()} {now.hour // 2}')}"
    with one_at_a_time("demo"):
        if not finished.exists():
            unfinished = KEPT / "unfinished-demo"
            shutil.rmtree(unfinished, ignore_errors=True)
            unfinished.mkdir()
            database = SqliteCopy(unfinished / "site.sqlite3")
            database.fill()
            for command in (["prepare"], ["seed_demo", "--verbosity=0"]):
                manage(*command, DATABASE_URL=database.url, VAR_DIR=str(unfinished))
            for outdated in KEPT.glob("demo-*"):
                shutil.rmtree(outdated)
            unfinished.rename(finished)
    return finished


def code_at(moment: str) -> str:
    digest = hashlib.sha256((ROOT / "constraints.txt").read_bytes() + moment.encode())
    for path in (*our("*.py"), *our("demo/content/**/*.*")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def copy_demo(folder: Path) -> str:
    """Put a copy of the demo world into the folder; returns the address of its database."""
    made = demo_folder()
    shutil.copytree(made / "media", folder / "media")
    shutil.copy(made / "site.sqlite3", folder)
    return f"sqlite:///{folder / 'site.sqlite3'}"


def postgres_template(server: str) -> str:
    finished = f"intersession_template_{fingerprint()}"
    unfinished = f"{finished}_unfinished"
    with one_at_a_time("postgres"), administer(server) as run:
        if not run("SELECT 1 FROM pg_database WHERE datname = %s", finished):
            run(SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(Identifier(unfinished)))
            run(SQL("CREATE DATABASE {}").format(Identifier(unfinished)))
            migrate(address(server, unfinished))
            run(SQL("ALTER DATABASE {} RENAME TO {}").format(Identifier(unfinished), Identifier(finished)))
    return finished


def migrate(url: str) -> None:
    manage("migrate", "--verbosity=0", DATABASE_URL=url, DJANGO_SETTINGS_MODULE="community.settings.test")


def manage(*arguments: str, **variables: str) -> None:
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "community.settings.development", **variables}
    subprocess.run([sys.executable, "manage.py", *arguments], cwd=ROOT, env=environment, check=True)


# --- Getting there ---------------------------------------------------------------------------------------------------


@contextmanager
def one_at_a_time(what: str) -> Iterator[None]:
    """Test processes start together; the first makes the template and the others wait for it."""
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT / f"lock-{what}").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def administer(server: str) -> Iterator:
    """Run statements outside any transaction, as CREATE DATABASE asks for."""
    with psycopg.connect(address(server, "postgres"), autocommit=True) as connection:

        def run(statement: SQL | str, *values: object) -> list[tuple]:
            cursor = connection.execute(statement, values or None)
            return cursor.fetchall() if cursor.description else []

        yield run


def address(server: str, name: str) -> str:
    return urlsplit(server)._replace(path=f"/{name}").geturl()
