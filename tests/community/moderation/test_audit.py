"""The log is only ever added to, and shows when somebody has been at it."""

from datetime import timedelta
from threading import Thread

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone

from community.moderation.actions import record
from community.moderation.audit import Fault, faults
from community.moderation.models import AuditEntry, AuditEntryIsFinal

pytestmark = pytest.mark.service


@pytest.fixture
def log(cast):
    """Three acts."""
    record(cast.ona, "topic.move", "topic", 4, before={"forum": 1}, after={"forum": 2})
    record(cast.ona, "topic.lock", "topic", 4, reason="It goes in circles. Köszönöm!")
    return record(None, "system.sweep", after={"at": timezone.now(), "list": [1, "two", None]})


def tamper(number, **fields):
    """What somebody with the database's password could do."""
    with connection.cursor() as cursor:
        for name, value in fields.items():
            cursor.execute(f"UPDATE moderation_auditentry SET {name} = %s WHERE number = %s", [value, number])  # noqa: S608


def test_entries_follow_each_other(log):
    numbers = list(AuditEntry.objects.order_by("number").values_list("number", flat=True))
    assert numbers == [1, 2, 3]
    assert faults() == []


def test_an_empty_log_is_whole(db):
    assert faults() == []


@pytest.mark.parametrize(
    ("field", "value"),
    [("action", "topic.unlock"), ("reason", "None given"), ("object_id", "5"), ("actor_id", None)],
)
def test_a_changed_entry_shows(log, field, value):
    tamper(2, **{field: value})
    assert faults() == [Fault(2, "changed after it was written")]


def test_a_changed_time_shows(log):
    tamper(1, at=timezone.now() - timedelta(days=1))
    assert faults() == [Fault(1, "changed after it was written")]


def test_a_removed_entry_shows(log):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM moderation_auditentry WHERE number = 2")
    assert faults() == [Fault(2, "missing")]


def test_a_cut_tail_shows(log):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM moderation_auditentry WHERE number = 3")
    assert [fault.number for fault in faults()] == [3]


def test_the_command_says_whether_the_log_is_whole(log, capsys):
    call_command("verify_audit")
    assert "The log is whole: 3 entries." in capsys.readouterr().out
    tamper(2, action="topic.unlock")
    with pytest.raises(CommandError, match="entry 2 changed"):
        call_command("verify_audit")


def test_our_own_code_refuses_to_change_or_delete(log):
    log.action = "nothing.happened"
    for attempt in (
        log.save,
        log.delete,
        AuditEntry.objects.all().delete,
        lambda: AuditEntry.objects.update(action="nothing.happened"),
        lambda: AuditEntry.objects.bulk_update([log], ["action"]),
    ):
        with pytest.raises(AuditEntryIsFinal), transaction.atomic():
            attempt()
    assert faults() == []


def test_an_act_that_fails_leaves_no_entry(log, cast):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        record(cast.ona, "topic.delete", "topic", 4)
        raise ZeroDivisionError
    assert AuditEntry.objects.count() == 3
    assert faults() == []


@pytest.mark.django_db(transaction=True)
def test_writers_at_the_same_moment_make_one_chain():
    def write():
        try:
            for number in range(5):
                record(None, "test.write", "row", number)
        finally:
            connection.close()

    threads = [Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert AuditEntry.objects.count() == 20
    assert faults() == []
