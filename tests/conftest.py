import os
import time
from pathlib import Path
from types import SimpleNamespace
from weakref import WeakSet

import pytest
import time_machine
from asgiref.sync import SyncToAsync
from django.core import mail
from django.core.cache import cache
from django.db.backends.signals import connection_created
from django.test import Client, TransactionTestCase
from django_tasks_db.models import DBTaskResult

from community.freshness.store import kept as drawn
from community.lib import ratelimit
from events.actions import ensure_talks
from tests import chromium as installed
from tests.cast import Cast, make_cast
from tests.database import address, own_database
from tests.kept import SHELF, asked_for_by, kept
from tests.resilience import weather
from tests.site import serving

HERE = Path(__file__).resolve().parent
TOUCHES_SERVICES = {"db", "transactional_db", "live_server", "django_db_setup"}


def pytest_collection_modifyitems(items):
    """Nobody can forget a mark: `browser` goes by folder, `service` by whether a test asks for the database.

    `embedded` is the exception that has to be written down: nothing in such a test depends on which database it is.
    """
    for item in items:
        if item.get_closest_marker("embedded"):
            continue
        if HERE / "browser" in item.path.parents:
            item.add_marker(pytest.mark.browser)
        elif item.get_closest_marker("django_db") or TOUCHES_SERVICES.intersection(item.fixturenames):
            item.add_marker(pytest.mark.service)


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker, tmp_path_factory, worker_id):
    """Every test process works on its own copy of the migrated database: see tests/database.py."""
    from django.db import connection  # noqa: PLC0415 (settings are not there yet when this file is loaded)

    url = os.environ.get("DATABASE_URL", "")
    database = own_database(url, tmp_path_factory.getbasetemp(), f"test_{worker_id}_{os.getpid()}")
    database.fill()
    connection.settings_dict["NAME"] = database.name
    opened = WeakSet()
    connection_created.connect(lambda connection, **_: opened.add(connection), weak=False)
    with django_db_blocker.unblock():
        prepare_site()
        connection.close()
    database.keep()

    def close_all():
        """In all threads: one that sockets left behind would hold on to a database that is no longer there.

        A query that was cancelled with its test may still run; closing its connection under it crashes the process.
        """
        SyncToAsync.single_thread_executor.submit(int).result(timeout=30)
        for wrapper in list(opened):
            wrapper.inc_thread_sharing()
            wrapper.close()
            wrapper.dec_thread_sharing()

    def refill(test_case):
        close_all()
        database.fill()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", refill)
        yield
    with django_db_blocker.unblock():
        SHELF.hold([])
        close_all()
    database.remove()


def prepare_site() -> None:
    """The fixed pages that every site has, but no room yet; what is to be done about them in the background is done."""
    ensure_talks()
    DBTaskResult.objects.all().delete()


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(fixturedef, request):
    """Before a test's transaction begins, what it asks for is put behind it: see tests/kept.py."""
    if fixturedef.argname == "_django_db_helper":
        with request.getfixturevalue("django_db_blocker").unblock():
            start_afresh()
            SHELF.hold(asked_for_by(request))
            start_afresh()
            mail.outbox.clear()
    return (yield)


@pytest.fixture(autouse=True)
def _fresh_cache():
    start_afresh()


def start_afresh() -> None:
    """Rate limits count in the cache; each test starts from nought. And no test sees what another has drawn."""
    cache.clear()
    drawn.forget()
    cache.set("live:on-now", False, None)  # every page names the open room, but asks for it every 20 s at most


@pytest.fixture(autouse=True)
def _one_window(monkeypatch):
    """Limits count by the minute, and no test should fail now and then because the next one begins in its midst: to
    them the clock stands still, unless the test itself moves it."""
    begun, moved = time.time(), time_machine.escape_hatch.is_travelling
    monkeypatch.setattr(ratelimit, "time", SimpleNamespace(time=lambda: time.time() if moved() else begun))


@pytest.fixture(autouse=True)
def _rough_weather(request):
    """Hints are lost, doubled and late, in each test in the same way every time."""
    weather.begin(request.node.name, calm=request.node.get_closest_marker("calm") is not None)


@pytest.fixture(scope="session")
def chromium():
    """The browser, for tests/browser and for faults that a page has to live through."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 (most runs need no browser)

    program = installed.find() or pytest.exit(installed.MISSING, 1)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=installed.FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def sites(django_db_setup):
    """The site on each of its servers, by name, at work on the database of this test process."""
    from django.db import connection  # noqa: PLC0415 (as above)

    url, name = os.environ.get("DATABASE_URL", ""), connection.settings_dict["NAME"]
    with serving(address(url, name) if url.startswith("postgres") else f"sqlite:///{name}") as running:
        yield running


@kept
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def as_user():
    """A signed-in client: `as_user(cast.zofia).get("/forum/")`."""

    def sign_in(user) -> Client:
        client = Client()
        client.force_login(user, backend="community.people.backends.Members")
        return client

    return sign_in
