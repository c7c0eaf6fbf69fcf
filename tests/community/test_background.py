"""The worker beside the server: one is always there, and none is left behind."""

import subprocess
import sys
import threading

import pytest

from community import background
from community.background import BackgroundWorker, repeat
from tests.services import wait_until

SLEEPER = [sys.executable, "-c", "import time; time.sleep(60)"]
STUBBORN = [sys.executable, "-c", "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)"]


@pytest.fixture
def worker():
    made = BackgroundWorker(SLEEPER)
    yield made
    made.stop()


def test_a_worker_that_ends_is_started_again(worker):
    worker.start()
    wait_until(lambda: worker.process, "no worker")
    first = worker.process
    first.kill()
    wait_until(lambda: worker.process is not first, "no new worker")
    assert worker.process.poll() is None


def test_a_stopped_worker_stays_stopped(worker):
    worker.start()
    wait_until(lambda: worker.process, "no worker")
    worker.stop()
    assert worker.process.poll() is not None
    assert not worker._launch()


def test_a_worker_that_was_never_started_can_be_stopped(worker):
    worker.stop()


def test_a_worker_that_does_not_listen_is_killed():
    stubborn = BackgroundWorker(STUBBORN)
    stubborn.start()
    wait_until(lambda: stubborn.process, "no worker")
    stubborn.stop(patience=0.5)
    assert stubborn.process.returncode < 0


def test_a_process_ends_with_its_input():
    program = "from community.background import leave_when_input_ends as leave; leave(); import time; time.sleep(60)"
    child = subprocess.Popen([sys.executable, "-c", program], stdin=subprocess.PIPE)
    assert child.poll() is None
    child.stdin.close()
    assert child.wait(10) == -15


def test_what_is_repeated_goes_on_after_a_mistake(caplog, monkeypatch):
    monkeypatch.setattr(background, "close_old_connections", lambda: None)
    done = threading.Semaphore(0)

    def action():
        done.release()
        raise ValueError("a mistake")

    enough = repeat(action, 0.01)
    assert all(done.acquire(timeout=5) for _ in range(3))
    enough.set()
    assert "tried again" in caplog.text
