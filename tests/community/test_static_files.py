"""Collected files are named by their content, so that a browser may keep them for good."""

import re

from django.core.management import call_command


def test_modules_import_each_other_under_their_lasting_names(tmp_path, settings):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": "community.static_files.HashedStorage"}}
    call_command("collectstatic", verbosity=0, interactive=False, ignore_patterns=["wagtail*", "*admin*"])
    script = next(path for path in (tmp_path / "js").glob("site.*.js")).read_text(encoding="utf-8")
    assert re.search(r'from "\./menu\.[0-9a-f]{12}\.js"', script)
