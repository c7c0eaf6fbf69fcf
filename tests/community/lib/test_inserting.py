"""Rows whose SQL was put together once are the rows that `save` would have written, on both databases."""

import pytest
from django.db import DataError, connection, transaction

from community.lib.inserting import Inserting
from community.notifications.models import Follow, Level
from community.people.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.service]

FOLLOWING = Inserting(Follow)
EACH_FOLLOWING = Inserting(
    Follow, each=["user", "object_id"], otherwise="ON CONFLICT DO NOTHING", returning=["user", "id"]
)
AWKWARD = '50 % of "us", it\'s said; -- \\ $1 %s ż'


def follow(user: User | None = None, object_id: str = "7") -> Follow:
    return Follow(user=user, kind="topic", object_id=object_id, level=Level.DIGEST)


def test_a_row_gets_its_number_and_keeps_every_column(cast):
    row = follow(cast.ona, AWKWARD)
    FOLLOWING(row)
    found = Follow.objects.get(pk=row.pk)
    for field in Follow._meta.concrete_fields:
        assert getattr(found, field.attname) == getattr(row, field.attname)
    assert not row._state.adding


def test_many_rows_share_all_but_the_columns_that_are_named(cast):
    written = dict(EACH_FOLLOWING.many(follow(), [(cast.ona.pk, AWKWARD), (cast.ivo.pk, "8")]))
    rows = {row.pk: (row.user, row.kind, row.object_id, row.level) for row in Follow.objects.all()}
    assert rows == {
        written[cast.ona.pk]: (cast.ona, "topic", AWKWARD, Level.DIGEST),
        written[cast.ivo.pk]: (cast.ivo, "topic", "8", Level.DIGEST),
    }


def test_what_is_there_already_stays_and_is_not_among_the_written(cast):
    there = Follow.objects.create(user=cast.ona, kind="topic", object_id="7", level=Level.MUTE)
    written = EACH_FOLLOWING.many(follow(), [(cast.ona.pk, "7"), (cast.ivo.pk, "7")])
    assert [user_pk for user_pk, _pk in written] == [cast.ivo.pk]
    there.refresh_from_db()
    assert there.level == Level.MUTE


def test_more_rows_than_one_statement_takes_are_all_written(cast):
    assert len(EACH_FOLLOWING.many(follow(), [(cast.ona.pk, str(number)) for number in range(1001)])) == 1001
    assert Follow.objects.of(cast.ona).count() == 1001


def test_nothing_is_asked_for_no_rows(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert EACH_FOLLOWING.many(follow(), []) == []


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite knows no lengths")
def test_what_is_too_long_is_refused_and_not_cut_off(cast):
    with pytest.raises(DataError), transaction.atomic():
        EACH_FOLLOWING.many(follow(), [(cast.ona.pk, "7" * 65)])
