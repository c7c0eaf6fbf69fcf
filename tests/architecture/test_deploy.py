"""What an operator copies keeps step with the code."""

import re

import pytest

from tests.architecture.source import ROOT, files

DEPLOY = ROOT / "deploy"
OF_DEVELOPMENT = {"DEBUG"}


def variables() -> set[str]:
    """Every variable that the settings read."""
    read = re.compile(r"\benv\.\w+\(\s*[\"']([A-Z_]+)[\"']")
    return {name for path in files("community/settings", suffix=".py") for name in read.findall(path.read_text())}


def test_every_variable_is_explained_to_operators():
    explained = set(re.findall(r"^#?([A-Z_]+)=", (DEPLOY / "env.example").read_text(), re.MULTILINE))
    assert variables() - OF_DEVELOPMENT <= explained
    assert explained <= variables() | {"DATABASE_PASSWORD", "PORT"}


def test_the_readme_names_every_variable():
    readme = (ROOT / "README.md").read_text()
    assert not [name for name in variables() if f"`{name}`" not in readme]


def test_the_proxy_overwrites_what_the_site_believes():
    lines = (DEPLOY / "nginx.conf").read_text()
    assert "proxy_set_header X-Forwarded-For $remote_addr;" in lines
    assert "proxy_set_header X-Forwarded-Proto $scheme;" in lines
    assert "$proxy_add_x_forwarded_for" not in lines


def test_containers_publish_the_site_on_this_machine_only():
    published = re.findall(r"ports:(.*)", (DEPLOY / "compose.yaml").read_text())
    assert published == [' ["127.0.0.1:8000:8000"]']


@pytest.mark.parametrize(
    "file", ["Containerfile", "intersession.service", "intersession-worker.service", "compose.yaml"]
)
def test_commands_that_are_started_exist(file):
    commands = set(re.findall(r"manage\.py[\", ]+(\w+)", (DEPLOY / file).read_text()))
    assert commands <= {"prepare", "serve", "work"}
