"""Readers fetch one style sheet, whatever number of files it is written in."""

import re
from pathlib import Path

import pytest
from django.core.management import call_command


@pytest.fixture(scope="module")
def collected(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("static")


@pytest.fixture
def sheet(collected, settings) -> str:
    settings.STATIC_ROOT = collected
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "community.one_sheet.OneSheetStorage"},
    }
    if not (collected / "staticfiles.json").exists():
        call_command("collectstatic", verbosity=0, interactive=False, ignore_patterns=["wagtail*", "*admin*"])
    hashed = [
        path for path in (collected / "css").glob("site.*.css") if re.fullmatch(r"site\.[0-9a-f]{12}\.css", path.name)
    ]
    assert len(hashed) == 1
    return hashed[0].read_text(encoding="utf-8")


def test_everything_stands_in_one_file_in_the_order_of_the_layers(sheet):
    assert "@import" not in sheet
    assert sheet.index("@layer reset, tokens") < sheet.index("@layer tokens {") < sheet.index("@layer components {")
    assert ".masthead" in sheet
    assert sheet.count("{") == sheet.count("}")


def test_the_fonts_are_found_under_their_lasting_names(sheet, collected):
    addresses = set(re.findall(r'url\("\.\./(vendor/[^"]+\.woff2)"\)', sheet))
    assert addresses
    assert all(
        (collected / address).exists() and re.search(r"\.[0-9a-f]{12}\.woff2$", address) for address in addresses
    )


def test_modules_import_each_other_under_their_lasting_names(sheet, collected):
    script = next(path for path in (collected / "js").glob("site.*.js")).read_text(encoding="utf-8")
    assert re.search(r'from "\./menu\.[0-9a-f]{12}\.js"', script)
