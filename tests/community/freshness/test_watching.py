"""Which statements change what everyone sees, and when the number moves."""

import re

import pytest
from django.db import connection, transaction

from community.freshness.store import Store
from community.freshness.watching import UNSEEN_COLUMNS, UNSEEN_TABLES, changes_pages, site_state
from community.people.models import User


@pytest.mark.parametrize(
    ("statement", "changes"),
    [
        ('INSERT INTO "forum_conversation_post" ("id") VALUES (%s)', True),
        ('INSERT OR IGNORE INTO "people_user_groups" ("id") VALUES (%s)', True),
        ('UPDATE "forum_forum" SET "name" = %s WHERE "forum_forum"."id" = %s', True),
        ('DELETE FROM "forum_permission_userforumpermission" WHERE "id" = %s', True),
        ('UPDATE "a_table_to_come" SET "x" = %s', True),
        ('UPDATE "people_user" SET "display_name" = %s, "last_seen_at" = %s WHERE "id" = %s', True),
        ('UPDATE "live_room" SET "title" = %s WHERE "id" = %s', True),
        ('SELECT "name" FROM "forum_forum"', False),
        ('SELECT "id" FROM "forum_conversation_topic" WHERE "id" = %s FOR UPDATE OF "forum_conversation_topic"', False),
        ('UPDATE "people_user" SET "last_seen_at" = %s WHERE "people_user"."display_name" = %s', False),
        ('UPDATE "live_room" SET "head_seq" = %s WHERE "id" = %s', False),
        ('INSERT INTO "live_message" ("id") VALUES (%s)', False),
        ('INSERT INTO "django_session" ("session_key") VALUES (%s)', False),
        ('UPDATE "freshness_sitestate" SET "number" = ("freshness_sitestate"."number" + 1)', False),
    ],
)
def test_a_statement_changes_pages_or_not(statement, changes):
    assert changes_pages(statement) is changes


def test_the_columns_that_nobody_sees_are_there(db):
    for table, columns in UNSEEN_COLUMNS.items():
        with connection.cursor() as cursor:
            there = {column.name for column in connection.introspection.get_table_description(cursor, table)}
        assert columns <= there


def test_the_tables_that_nobody_sees_are_there(db):
    tables = connection.introspection.table_names()
    assert not [name for name in UNSEEN_TABLES if not any(re.match(name, table) for table in tables)]


@pytest.mark.django_db(transaction=True)
class TestMovingOn:
    def test_a_transaction_moves_it_once_when_it_is_there_for_all(self, cast):
        before = site_state()
        with transaction.atomic():
            for name in ("Zofia", "Zofia P."):
                User.objects.filter(pk=cast.zofia.pk).update(display_name=name)
            assert site_state() == before
        assert site_state() == before + 1

    def test_what_is_undone_moves_nothing_and_what_is_kept_beside_it_does(self, cast):
        before = site_state()
        with transaction.atomic(), pytest.raises(ZeroDivisionError), transaction.atomic():
            User.objects.filter(pk=cast.zofia.pk).update(display_name="Nobody")
            raise ZeroDivisionError
        assert site_state() == before
        with transaction.atomic():
            with pytest.raises(ZeroDivisionError), transaction.atomic():
                User.objects.filter(pk=cast.zofia.pk).update(display_name="Nobody")
                raise ZeroDivisionError
            User.objects.filter(pk=cast.ivo.pk).update(display_name="Ivo P.")
        assert site_state() == before + 1


def test_a_store_drops_what_was_not_used_longest_when_it_is_full():
    store = Store(most_bytes=100)
    for name in "abc":
        store.keep(name, name, state=1, size=33)
    store.find("a")
    store.keep("d", "d", state=1, size=33)
    assert [store.find(name) is not None for name in "abcd"] == [True, False, True, True]
    store.keep("d", "d", state=2, size=90)
    assert store.bytes == 90
    store.keep("e", "e", state=2, size=101)
    assert store.bytes == 0


def test_what_is_kept_ends_by_itself():
    store = Store()
    store.keep("a", "a", state=1, size=1, seconds=-1)
    assert store.find("a") is None
