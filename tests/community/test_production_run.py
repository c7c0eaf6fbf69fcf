"""A production site from its first start to its first page, on its own machine, with a proxy's headers."""

import re
import subprocess
import urllib.request
from urllib.error import HTTPError

import pytest

from tests.database import SqliteCopy
from tests.site import MANAGE, Site

pytestmark = pytest.mark.slow

GIVEN = {
    "DJANGO_SETTINGS_MODULE": "community.settings.production",
    "SECRET_KEY": "kept-outside-the-repository-and-longer-than-fifty-characters-9F7",
    "ALLOWED_HOSTS": "community.example.org,127.0.0.1",
}


@pytest.fixture(scope="module")
def site():
    made = Site("sqlite:///", **GIVEN)
    database = SqliteCopy(made.folder / "site.sqlite3")
    database.fill()
    made.variables["DATABASE_URL"] = database.url
    yield made
    made.close()


def fetch(site, path, host="community.example.org", scheme="https"):
    asked = urllib.request.Request(f"{site.url}{path}", headers={"Host": host, "X-Forwarded-Proto": scheme})  # noqa: S310
    return urllib.request.build_opener(NoRedirect).open(asked, timeout=10)


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *answer):
        return None


def test_an_unprepared_site_says_what_to_run(site):
    done = subprocess.run([*MANAGE, "serve"], env=site.environment, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "manage.py prepare" in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_prepared_site_serves_pages_and_files_that_stay_in_the_cache(site):
    site.manage("prepare")
    site.start(lambda: fetch(site, "/readyz", scheme="http").status == 200)
    with fetch(site, "/account/login/") as page:
        html = page.read().decode()
        assert page.headers["Strict-Transport-Security"].startswith("max-age=31536000")
        assert page.headers["Set-Cookie"].startswith("__Host-csrf=")
        assert "participant@example.org" not in site.log()
    script = re.search(r'src="(/static/js/site\.[0-9a-f]{12}\.js)"', html).group(1)
    with fetch(site, script) as file:
        assert "immutable" in file.headers["Cache-Control"]


def test_without_tls_a_visitor_is_sent_to_where_it_is(site):
    with pytest.raises(HTTPError) as answer:
        fetch(site, "/training/", scheme="http")
    assert answer.value.code == 301
    assert answer.value.headers["Location"] == "https://community.example.org/training/"


def test_a_wrong_host_is_refused_without_a_word_in_the_log(site):
    with pytest.raises(HTTPError) as answer:
        fetch(site, "/", host="elsewhere.example.org")
    assert answer.value.code == 400
    assert "elsewhere" not in site.log()
