"""What a test has committed on PostgreSQL is gone before the next one, though most tables are left alone."""

import psycopg
import pytest
from django.db import connection

from tests.rows import Rows

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def url(transactional_db):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite is copied as a whole")
    facts = connection.settings_dict
    connection.close()
    return f"postgres://{facts['USER']}@{facts['HOST']}:{facts['PORT']}/{facts['NAME']}"


def everything(url) -> list[tuple]:
    with psycopg.connect(url) as connection:
        groups = connection.execute("SELECT * FROM auth_group ORDER BY id").fetchall()
        return [*groups, *connection.execute("SELECT count(*) FROM auth_group_permissions").fetchall()]


@pytest.mark.parametrize(
    "change",
    [
        "INSERT INTO auth_group (name) VALUES ('Visitors')",
        "UPDATE auth_group SET name = 'Visitors ' || id",
        "DELETE FROM auth_group_permissions",
        "TRUNCATE auth_group CASCADE",
    ],
)
def test_what_was_changed_is_as_before(url, change):
    before, rows = everything(url), Rows(url)
    for _ in range(2):
        with psycopg.connect(url) as connection:
            connection.execute(change)
        assert everything(url) != before
        assert rows.bring_back()
        assert everything(url) == before


def test_the_next_row_gets_the_number_that_it_would_have_had(url):
    numbers, rows = set(), Rows(url)
    for _ in range(2):
        with psycopg.connect(url) as connection:
            numbers.add(connection.execute("INSERT INTO auth_group (name) VALUES ('x') RETURNING id").fetchone())
            connection.execute("DELETE FROM auth_group WHERE name = 'x'")
        assert rows.bring_back()
    assert len(numbers) == 1


def test_where_a_table_was_changed_all_has_to_be_copied(url):
    rows = Rows(url)
    with psycopg.connect(url) as connection:
        connection.execute("ALTER TABLE auth_group ADD COLUMN colour text")
    assert not rows.bring_back()
