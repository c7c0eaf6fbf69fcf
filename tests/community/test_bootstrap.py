"""The first second of `make run`: what is wrong is said before anything slow, in one sentence, without a traceback."""

import ast
import os
import socket
import subprocess
import sys

import pytest

from community import bootstrap
from tests.database import ROOT
from tests.services import free_port

FILE = ROOT / "community" / "bootstrap.py"


def start(**variables):
    """`make run`, without make: the same command on the same bare Python."""
    command = [sys.executable, FILE, "--for-serving", "-c", "print('served')"]
    environment = {"PATH": os.environ["PATH"], "PORT": str(free_port()), **variables}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def assert_refused(done, *words):
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert all(word in done.stderr for word in words), done.stderr


def test_too_old_a_python_can_read_the_file():
    ast.parse(FILE.read_text(), feature_version=(3, 6))


def test_too_old_a_python_is_told_so(monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 9, 18))
    with pytest.raises(bootstrap.CannotStart, match=r"needs Python 3\.11 or newer, and this is Python 3\.9"):
        bootstrap.check_python()


def test_a_taken_port_is_named_with_the_way_round_it():
    with socket.create_server((bootstrap.HOST, 0)) as taken:
        port = taken.getsockname()[1]
        assert_refused(start(PORT=str(port)), f"Port {port} is taken", f"make run PORT={port + 1}")


@pytest.mark.parametrize("port", ["eight thousand", "0", "65536", "-1", "8000.5"])
def test_a_port_that_is_none_is_refused(port):
    assert_refused(start(PORT=port), f"PORT is '{port}'", "a number from 1 to 65535")


def test_a_folder_where_nothing_can_be_written_is_refused(tmp_path):
    (tmp_path / "file").touch()
    folder = tmp_path / "file" / "var"
    assert_refused(start(VAR_DIR=str(folder)), f"Nothing can be written in {folder}", "VAR_DIR")


def test_a_finished_environment_is_known_by_its_stamp(tmp_path, monkeypatch):
    monkeypatch.setattr(bootstrap, "VENV", str(tmp_path))
    monkeypatch.setattr(bootstrap, "PYTHON", sys.executable)
    assert not bootstrap.is_ready(with_tests=False)
    (tmp_path / "installed-for-running").write_text(bootstrap.fingerprint())
    assert bootstrap.is_ready(with_tests=False)
    assert not bootstrap.is_ready(with_tests=True)
    (tmp_path / "installed-for-running").write_text("other pins")
    assert not bootstrap.is_ready(with_tests=False)


def test_what_the_tests_need_comes_on_top_of_what_the_site_needs():
    site, both = bootstrap.needed(with_tests=False), bootstrap.needed(with_tests=True)
    assert set(site) < set(both)
    assert any(package.startswith("pytest") for package in set(both) - set(site))


def test_an_installer_that_fails_is_quoted_without_its_warnings(capsys):
    chatter = "print('WARNING: a place is ignored'); print('ERROR: no such package'); raise SystemExit(1)"
    with pytest.raises(bootstrap.CannotStart, match="check the network"):
        bootstrap._run([sys.executable, "-c", chatter], bootstrap.NO_PACKAGES)
    assert capsys.readouterr().err == "  ERROR: no such package\n"


def test_every_package_is_pinned_exactly_and_by_name_alone():
    pins = (ROOT / "constraints.txt").read_text().splitlines()
    assert all(pin.count("==") == 1 and "/" not in pin and "@" not in pin for pin in pins)
    assert [pin.lower() for pin in pins] == sorted(pin.lower() for pin in pins)
