"""The background worker as a child process: started with the server, started again when it dies, gone with it.

Its standard input is a pipe of which only the server holds the other end. When the server goes, however hard, the
pipe closes and the worker ends by itself (`manage.py work --until-input-ends`).
"""

import logging
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable

from django.conf import settings
from django.db import close_old_connections

log = logging.getLogger("intersession.background")

LONGEST_PAUSE = 30.0  # seconds between two attempts to start a worker that keeps dying


def work_command() -> list[str]:
    return [sys.executable, str(settings.BASE_DIR / "manage.py"), "work", "--until-input-ends"]


class BackgroundWorker:
    """Keeps one worker running from `start()` to `stop()`."""

    def __init__(self, command: list[str]) -> None:
        self.command = command
        self.process: subprocess.Popen | None = None
        self._leaving = threading.Event()
        self._starting = threading.Lock()

    def start(self) -> None:
        threading.Thread(target=self._keep_running, daemon=True, name="worker-keeper").start()

    def stop(self, patience: float = 10.0) -> None:
        """End the worker. It may finish the task in hand for `patience` seconds; what it leaves is done next time."""
        with self._starting:
            self._leaving.set()
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(patience)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def _keep_running(self) -> None:
        pause = 1.0
        while self._launch():
            self._leaving.wait(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    def _launch(self) -> bool:
        """Run one worker to its end. False once there shall be no more."""
        with self._starting:
            if self._leaving.is_set():
                return False
            # A process group of its own: Ctrl-C reaches the server alone, which then asks the worker to finish.
            self.process = subprocess.Popen(self.command, stdin=subprocess.PIPE, start_new_session=True)  # noqa: S603
        self.process.wait()
        return True


def leave_when_input_ends() -> None:
    """Send this process SIGTERM as soon as whoever holds the other end of its standard input is gone."""

    def watch() -> None:
        while os.read(0, 1024):  # not sys.stdin: its lock would be held when the interpreter shuts down
            pass
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, daemon=True, name="input-watch").start()


def repeat(action: Callable[[], None], seconds: float) -> threading.Event:
    """Do something every so many seconds beside everything else, until the returned event is set."""
    enough = threading.Event()

    def go_on() -> None:
        while not enough.wait(seconds):
            try:
                action()
            except Exception:
                log.exception("What is done every %g seconds went wrong; it is tried again", seconds)
            finally:
                close_old_connections()

    threading.Thread(target=go_on, daemon=True, name="repeat").start()
    return enough
