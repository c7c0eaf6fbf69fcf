"""Two servers that are started at once on a new database: one prepares it, the other waits and says so."""

import os
from contextlib import ExitStack

import psycopg
import pytest

from community.one_at_a_time import KEY
from tests.database import PostgresCopy
from tests.services import wait_until
from tests.site import Site

pytestmark = pytest.mark.outage


@pytest.fixture
def new():
    """A database with tables, but without the pages that every site has."""
    database = PostgresCopy(os.environ["DATABASE_URL"], "started_together")
    database.fill()
    yield database.url
    database.remove()


def test_they_wait_for_whoever_prepares_the_database_and_then_for_each_other(new):
    sites = [Site(new), Site(new)]
    with ExitStack() as ends:
        with psycopg.connect(new, autocommit=True) as preparing:
            preparing.execute("SELECT pg_advisory_lock(%s)", [KEY])
            for site in sites:
                ends.callback(site.close)
                site.start(ready=lambda: True)
            for site in sites:
                wait_until(lambda site=site: "Another server is preparing the database" in site.log(), "no word", 60)
        for site in sites:
            wait_until(site.answers, f"No answer: see {site.folder}", 60)
        assert not any("Traceback" in site.log() for site in sites)
