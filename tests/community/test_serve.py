"""`manage.py serve` from its first line to its last process."""

import signal
import socket
import subprocess
import urllib.request

import psutil
import pytest

from tests.services import wait_until
from tests.site import MANAGE, start_site

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def site():
    running = start_site(worker=True)
    yield running
    running.close()


@pytest.fixture
def worker(site):
    """The process that does the background tasks of the running site."""
    if site.process.poll() is not None:
        site.start()
    wait_until(lambda: psutil.Process(site.process.pid).children(), "no worker was started")
    return psutil.Process(site.process.pid).children()[0]


def test_it_says_where_it_is_and_who_one_can_be(site):
    told = site.log()
    assert f"Intersession is at {site.url}/\n" in told
    assert "organiser@example.org" in told
    assert "between sessions" in told
    assert str(site.folder / "mail") in told


def test_answers_name_no_server_and_no_version(site):
    with urllib.request.urlopen(f"{site.url}/account/login/") as response:  # noqa: S310 (our own address)
        assert response.headers["Server"] is None
        assert response.headers["X-Powered-By"] is None


def test_it_listens_on_this_machine_only(site):
    listening = {
        c.laddr.ip for c in psutil.net_connections("tcp") if c.laddr.port == site.port and c.status == "LISTEN"
    }
    assert listening == {"127.0.0.1"}


def test_a_second_one_on_the_same_port_is_refused_in_a_sentence(site):
    done = subprocess.run([*MANAGE, "serve"], env=site.environment, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith(f"Port {site.port} is taken")
    assert done.stderr.count("\n") == 1


def test_a_dead_worker_is_replaced(site, worker):
    worker.kill()
    wait_until(lambda: running_children(site) - {worker.pid}, "the worker was not replaced")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_every_process_with_success(site, worker, number):
    site.stop(number)
    assert site.process.returncode == 0
    assert not alive(worker)
    assert site.log().endswith("Stopped.\n")


def test_the_worker_goes_when_the_server_is_killed(site, worker):
    site.kill()
    wait_until(lambda: not alive(worker), "the worker outlived its server")


def test_the_address_is_free_again_at_once(site, worker):
    site.kill()
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(("127.0.0.1", site.port))


def running_children(site) -> set[int]:
    return {child.pid for child in psutil.Process(site.process.pid).children() if alive(child)}


def alive(process: psutil.Process) -> bool:
    try:
        return process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
