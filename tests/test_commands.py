"""The commands at the top of the house: what they need is said before anything slow."""

import os
import re
import shutil
import subprocess
import sys

import pytest

from tests import chromium
from tests.database import ROOT

MAKEFILE = (ROOT / "Makefile").read_text()


def run(*command, **variables):
    environment = {"PATH": os.environ["PATH"], **variables}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def test_without_a_goal_make_lists_its_commands():
    listed = run("make").stdout
    for goal in ("run", "test", "check", "lint", "format"):
        assert re.search(rf"^{goal} +\w", listed, re.MULTILINE)


def test_every_listed_command_exists():
    goals = set(re.findall(r"^([a-z-]+):", MAKEFILE, re.MULTILINE))
    assert goals - {"python", "chromium"} == set(re.findall(r"^([a-z-]+):[^#\n]*## ", MAKEFILE, re.MULTILINE))


def test_without_python_there_is_one_sentence():
    done = run("make", "run", "PYTHON=python-that-is-not-there")
    assert done.returncode == 2
    assert done.stderr.splitlines()[0] == "There is no python-that-is-not-there: install Python 3.11 or newer first."


def test_ours_is_the_status_that_make_reports():
    done = run("make", "run", PORT="nonsense")
    assert done.returncode == 2
    assert re.fullmatch(r"PORT is 'nonsense', .*\nmake: \*\*\* \[.*\] Error 1\n", done.stderr)


def test_without_a_browser_there_is_one_sentence(tmp_path):
    (tmp_path / "python").symlink_to(sys.executable)
    done = run(sys.executable, "-m", "tests.chromium", PATH=str(tmp_path))
    assert done.returncode == 1
    assert done.stderr == chromium.MISSING + "\n"


def test_a_browser_that_is_named_is_taken(monkeypatch):
    monkeypatch.setenv("CHROME", shutil.which("sh"))
    assert chromium.find() == shutil.which("sh")
    monkeypatch.setenv("CHROME", "/no/such/browser")
    assert chromium.find() is None


@pytest.mark.parametrize("flag", ["--with-tests", "--for-serving"])
def test_the_makefile_uses_the_bootstraps_flags(flag):
    assert flag in MAKEFILE
