"""Collected files are named by their content, so that a browser may keep them for good; and they leave in parts."""

import re
import warnings
from pathlib import Path

import pytest
from asgiref.testing import ApplicationCommunicator
from django.contrib.staticfiles import finders
from django.core.management import call_command

from community.pages import Pages


def test_modules_import_each_other_under_their_lasting_names(tmp_path, settings):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": "community.static_files.HashedStorage"}}
    call_command("collectstatic", verbosity=0, interactive=False, ignore_patterns=["wagtail*", "*admin*"])
    script = next(path for path in (tmp_path / "js").glob("site.*.js")).read_text(encoding="utf-8")
    assert re.search(r'from "\./menu\.[0-9a-f]{12}\.js"', script)


@pytest.mark.parametrize(("path", "parts"), [("js/site.js", 1), ("wagtailadmin/js/vendor.js", 2)])
async def test_a_file_is_never_in_memory_as_a_whole(path, parts):
    wanted = Path(finders.find(path)).read_bytes()
    scope = {"type": "http", "method": "GET", "path": f"/static/{path}", "query_string": b"", "headers": []}
    asked = ApplicationCommunicator(Pages(), scope)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        await asked.send_input({"type": "http.request"})
        assert (await asked.receive_output())["status"] == 200
        bodies = [await asked.receive_output()]
        while bodies[-1].get("more_body"):
            bodies.append(await asked.receive_output())
    sent = [body["body"] for body in bodies if body.get("body")]
    assert b"".join(sent) == wanted
    assert len(sent) >= parts
    assert max(map(len, sent)) <= 64 * 1024
