"""The whole site as a process of its own: started as people start it, killed as machines kill it, started again."""

import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import connection

from tests.database import ROOT, SqliteCopy, copy_demo
from tests.services import HOST, Service, wait_until

MANAGE = [sys.executable, str(ROOT / "manage.py")]


class Site(Service):
    """One server process. It keeps its port, its folder and its database from one start to the next.

    What the process of the tests signs, a session or a link, is good for it.
    """

    def __init__(
        self, database_url: str, redis_url: str = "", *, worker: bool = False, server: str = "daphne", **variables: str
    ) -> None:
        super().__init__()
        self.server = server
        self.url = f"http://{HOST}:{self.port}"
        self.worker = worker
        self.variables = {
            "DATABASE_URL": database_url,
            "REDIS_URL": redis_url,
            "DJANGO_SETTINGS_MODULE": "community.settings.development",
            "VAR_DIR": str(self.folder),
            "PORT": str(self.port),
            "NEWCOMERS_WAIT": "no",  # the people of these stories are no newcomers
            **variables,
        }
        if settings.configured:  # a bench has no settings of its own
            (self.folder / "secret_key").write_text(settings.SECRET_KEY)

    @property
    def environment(self) -> dict[str, str]:
        return super().environment | self.variables

    def command(self) -> list[str]:
        return [*MANAGE, "serve", "--no-demo", "--server", self.server, *([] if self.worker else ["--no-worker"])]

    def answers(self) -> bool:
        if self.process and self.process.poll() is not None:
            raise RuntimeError(f"The site ended before it answered:\n{self.log()}")
        with urllib.request.urlopen(f"{self.url}/account/login/", timeout=5) as answer:  # noqa: S310 (our own address)
            return answer.status == 200

    def manage(self, *arguments: str) -> str:
        """Run a management command on the site's database; returns what it printed."""
        done = subprocess.run(
            [*MANAGE, *arguments], env=self.environment, check=True, stdout=subprocess.PIPE, text=True
        )
        return done.stdout

    def do(self, function: Callable, *arguments: Any) -> Any:
        """Call that function on the site's database, which must be a file; returns what it returned.

        In a thread of its own, as connections are by thread; the site hears of it as from another process.
        """
        with ThreadPoolExecutor(1) as hands:
            return hands.submit(self._do, function, *arguments).result()

    def _do(self, function: Callable, *arguments: Any) -> Any:
        name = self.variables["DATABASE_URL"].removeprefix("sqlite:///")
        connection.settings_dict = {**connection.settings_dict, "NAME": name}
        cache.clear()
        try:
            return function(*arguments)
        finally:
            connection.close()
            cache.clear()

    @property
    def mails(self) -> list[str]:
        """The mails that the site has sent, oldest first."""
        return [path.read_text() for path in sorted((self.folder / "mail").glob("*"))]


def start_site(database_url: str = "", redis_url: str = "", *, demo: bool = False, **options) -> Site:
    """A running site; on a SQLite file of its own unless a database is named. End it with `close()`."""
    site = Site(database_url or "sqlite:///", redis_url, **options)
    if demo:
        site.variables["DATABASE_URL"] = copy_demo(site.folder)
    elif not database_url:
        database = SqliteCopy(site.folder / "site.sqlite3")
        database.fill()
        site.variables["DATABASE_URL"] = database.url
    return site.start()


@contextmanager
def serving(database_url: str) -> Iterator[dict[str, Site]]:
    """One site by server, all on this database and started at once."""
    sites = {
        server: Site(database_url, server=server, LIVE_SOCKETS_PER_ADDRESS="30") for server in ("daphne", "uvicorn")
    }
    with ExitStack() as ends:
        for site in sites.values():
            ends.callback(site.close)
            site.start(ready=lambda: True)
        for site in sites.values():
            wait_until(site.answers, f"No answer: {site.log()}", 60)
        yield sites
