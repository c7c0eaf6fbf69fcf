"""Somebody holds a room and does not let go (fault 14): a clear answer in three seconds, and only in that room."""

import threading
import time
import uuid

import pytest
from django.db import connections, transaction

from community.live.models import Message, Room
from tests.community.live.making import open_clinic

pytestmark = [pytest.mark.outage, pytest.mark.django_db(transaction=True)]
JSON = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture
def held(cast):
    """A room whose row another connection has locked, until the event is set."""
    room, locked, let_go = open_clinic(cast), threading.Event(), threading.Event()

    def hold():
        with transaction.atomic():
            Room.objects.select_for_update().get(pk=room.pk)
            locked.set()
            let_go.wait(20)
        connections.close_all()

    thread = threading.Thread(target=hold)
    thread.start()
    locked.wait(5)
    yield let_go
    let_go.set()
    thread.join(5)


def test_others_are_told_soon_and_can_send_it_again(cast, as_user, held):
    open_clinic(cast, "other")
    zofia = as_user(cast.zofia)
    sent = {"text": "Hello", "client_id": str(uuid.uuid4())}
    begun = time.monotonic()
    answer = zofia.post("/live/clinic/messages", sent, **JSON)
    assert time.monotonic() - begun < 15
    assert (answer.status_code, answer["Retry-After"]) == (503, "2")
    assert "Try again" in answer.json()["error"]
    assert zofia.post("/live/other/messages", {"text": "Here it works"}, **JSON).status_code == 201
    held.set()
    assert zofia.post("/live/clinic/messages", sent, **JSON).status_code == 201
    assert Message.objects.filter(room__slug="clinic").count() == 1
