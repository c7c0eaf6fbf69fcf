"""Production settings, as an operator meets them: `manage.py` in a process of its own with only its variables."""

import os
import subprocess
import sys

import pytest

from tests.database import ROOT

GIVEN = {
    "DJANGO_SETTINGS_MODULE": "community.settings.production",
    "SECRET_KEY": "kept-outside-the-repository-and-longer-than-fifty-characters-9F7",
    "ALLOWED_HOSTS": "community.example.org",
}


def manage(*arguments, **variables):
    environment = {"PATH": os.environ["PATH"], **GIVEN, **variables}
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def test_djangos_deployment_check_has_nothing_to_say(tmp_path):
    done = manage("check", "--deploy", "--fail-level=WARNING", VAR_DIR=str(tmp_path))
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout + done.stderr


@pytest.mark.parametrize(
    ("variables", "named"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY"),
        ({"SECRET_KEY": "guess-me"}, "SECRET_KEY"),
        ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS"),
        ({"DATABASE_URL": "mysql://host/name"}, "DATABASE_URL"),
        ({"CSRF_TRUSTED_ORIGINS": "community.example.org"}, "CSRF_TRUSTED_ORIGINS"),
        ({"SITE_URL": "community.example.org"}, "SITE_URL"),
        ({"EMAIL_URL": "mail.example.org"}, "EMAIL_URL"),
        ({"DATABASE_POOL_SIZE": "few", "DATABASE_URL": "postgres://host/name"}, "DATABASE_POOL_SIZE"),
    ],
)
def test_a_missing_or_wrong_variable_ends_in_one_sentence(variables, named):
    done = manage("check", **variables)
    assert done.returncode == 1
    assert named in done.stderr
    assert done.stderr.count("\n") == 1
