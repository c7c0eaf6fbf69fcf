"""A queryset that was compiled once answers as the same queryset made anew, whatever the values and the thread."""

import contextlib
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models.sql import Query

from community.lib.planned import planning
from community.lib.prepared import Prepared, among
from community.live import actions
from community.live.models import Message, Room
from tests.community.live.making import open_clinic

pytestmark = [pytest.mark.django_db, pytest.mark.service]


@pytest.fixture
def room(cast) -> Room:
    return open_clinic(cast)


def test_each_question_has_its_own_value(cast):
    by_name = Prepared(lambda name: type(cast.ona).objects.filter(display_name=name))
    assert by_name("Ona Exemple") == [cast.ona]
    assert by_name("Ivo Primjer") == [cast.ivo]
    assert by_name("Nobody") == []


@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_list_may_be_of_any_length(cast, number):
    by_pk = Prepared(lambda pks: type(cast.ona).objects.filter(among("pk", pks)).order_by("pk"))
    people = sorted([cast.ona, cast.zofia, cast.ivo], key=lambda user: user.pk)[:number]
    assert by_pk([user.pk for user in people]) == people


def test_nothing_is_asked_about_nobody(cast, django_assert_num_queries):
    by_pk = Prepared(lambda pks: type(cast.ona).objects.filter(among("pk", pks)))
    with django_assert_num_queries(0):
        assert by_pk([]) == []


@pytest.mark.parametrize("number", [10**30, -(10**30)])
def test_a_number_that_no_row_can_have_finds_nothing(cast, number):
    """On SQLite it cannot even be asked for."""
    assert Prepared(lambda pk: type(cast.ona).objects.filter(pk=pk))(number) == []


def test_what_belongs_to_a_row_comes_with_it(cast, room, django_assert_num_queries):
    said = actions.post_message(cast.zofia, room, "We share one buyer", reply_to=None)
    actions.post_message(cast.ivo, room, "So do we", reply_to=said)
    messages = Prepared(
        lambda room_id: (
            Message.objects.filter(room_id=room_id)
            .order_by("pk")
            .select_related("attendee")
            .prefetch_related("reply_to__attendee")
        )
    )
    with django_assert_num_queries(3):
        first, second = messages(room.pk)
        assert (first.author_name, second.reply_to.author_name) == ("Zofia Przykład", "Zofia Przykład")
    assert first.created_at == said.created_at  # as Python knows it, on any database


def test_rows_of_values_are_converted_as_ever(room):
    epochs = Prepared(lambda pk: Room.objects.filter(pk=pk).values_list("epoch", flat=True))
    assert epochs(room.pk) == [room.epoch]


def test_it_is_compiled_once(room, monkeypatch):
    rooms = Prepared(lambda pk: Room.objects.filter(pk=pk))
    assert rooms(room.pk) == [room]
    monkeypatch.delattr(Query, "get_compiler")
    assert rooms(room.pk) == [room]


@pytest.mark.django_db(transaction=True)
def test_another_thread_asks_on_its_own_connection(room):
    names = Prepared(lambda pk: Room.objects.filter(pk=pk).values_list("title", flat=True))

    def ask() -> list[str]:
        try:
            return names(room.pk)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as other:
        assert names(room.pk) == other.submit(ask).result() == ["Drop-in clinic"]


def runs_of_plans(like: str) -> list[int]:
    """How often each plan of this connection whose statement is like that was used."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT generic_plans + custom_plans FROM pg_prepared_statements WHERE statement LIKE %s", [like]
        )
        return [runs for (runs,) in cursor.fetchall()]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite's driver keeps plans by itself")
def test_postgresql_plans_it_once(cast):
    by_name = Prepared(lambda name: type(cast.ona).objects.filter(display_name=name).order_by("job_title"))
    for name in ("Ona Exemple", "Ivo Primjer", "Ona Exemple"):
        assert len(by_name(name)) == 1
    assert runs_of_plans("%ORDER BY _people_user_._job_title_ ASC") == [3]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite's driver keeps plans by itself")
def test_lists_of_any_length_and_numbers_of_any_size_share_a_plan(cast):
    by_pk = Prepared(lambda pks: type(cast.ona).objects.filter(among("pk", pks)).order_by("bio"))
    for pks in ([cast.ona.pk], [40_000, cast.ona.pk], [cast.ona.pk, 2**40, 2**41]):
        assert by_pk(pks) == [cast.ona]
    assert runs_of_plans("%ORDER BY _people_user_._bio_ ASC") == [3]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite's driver looks at the tables each time")
class TestPlansOfAServerThatGoesOnRunning:
    @pytest.fixture
    def changed(self, transactional_db):
        """Asks for rows of a table that `change` alters from elsewhere, as an update of the site does."""
        with connection.cursor() as cursor:
            cursor.execute(
                "CREATE TABLE changing (id bigint, name varchar(10)); INSERT INTO changing VALUES (1, 'one')"
            )
        yield connection.copy()
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE changing")

    def ask(self) -> list:
        with planning("default").cursor() as cursor:
            cursor.execute("SELECT name FROM changing WHERE id = %s", [1])
            return cursor.fetchall()

    def change(self, other) -> None:
        with other.cursor() as cursor:
            cursor.execute("ALTER TABLE changing ALTER name TYPE varchar(20)")
        other.close()

    def test_what_has_changed_is_planned_anew(self, changed):
        assert self.ask() == [("one",)]
        self.change(changed)
        assert self.ask() == self.ask() == [("one",)]

    def test_a_transaction_that_meets_it_is_the_only_one(self, changed):
        assert self.ask() == [("one",)]
        self.change(changed)
        with pytest.raises(DatabaseError), transaction.atomic():
            self.ask()
        with transaction.atomic():
            assert self.ask() == [("one",)]

    def test_a_savepoint_that_is_undone_takes_no_plan_along(self, changed):
        self.ask()
        with transaction.atomic(), contextlib.suppress(LookupError), transaction.atomic():
            raise LookupError
        assert runs_of_plans("%FROM changing%") == [1]
