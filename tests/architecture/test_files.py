"""Names and sizes: a file says what it is about, and has one reason to be there."""

from django.apps import apps
from django.conf import settings

from tests.architecture.source import PACKAGES, ROOT, files

NAMELESS = {"utils", "util", "helpers", "helper", "common", "core", "misc", "stuff", "tools"}
LONGEST = 400  # lines


def test_no_module_is_named_after_nothing():
    found = [path for path in files(*PACKAGES, "tests", suffix=".py") if NAMELESS & {path.stem, path.parent.name}]
    assert not found


def test_no_file_is_so_long_that_it_must_be_several():
    written = [*files(*PACKAGES, "tests", suffix=".py"), *files("templates", suffix=".html")]
    written += [*files("community/static", suffix=".js"), *files("community/static", suffix=".css")]
    sizes = {path: len(path.read_text().splitlines()) for path in written if "migrations" not in path.parts}
    assert not {str(path.relative_to(ROOT)): size for path, size in sizes.items() if size > LONGEST}


def test_migrations_have_names_that_somebody_thought_of():
    assert not [path for path in files(*PACKAGES, suffix=".py") if "migrations" in path.parts and "_auto_" in path.name]


def test_our_own_tables_have_big_keys_and_machinas_stay_as_they_were_made():
    """With a big default, Django would write migrations into the installed package of machina."""
    ours = [app for app in apps.get_app_configs() if app.name.split(".")[0] in PACKAGES]
    assert {app.default_auto_field for app in ours} == {"django.db.models.BigAutoField"}
    assert settings.DEFAULT_AUTO_FIELD == "django.db.models.AutoField"


def test_only_the_readme_and_configuration_lie_at_the_top():
    expected = {"Makefile", "README.md", "constraints.txt", "manage.py", "pyproject.toml"}
    found = {path.name for path in ROOT.iterdir() if path.is_file() and not path.name.startswith(".")}
    assert found <= expected
