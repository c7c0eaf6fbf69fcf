"""The database refuses for a moment (faults 11 and 14): nothing is stored, and the answer says what to do."""

import pytest
from django.db import OperationalError

from community.live import actions
from community.live.models import Message
from tests.community.live.making import open_clinic

pytestmark = pytest.mark.django_db


@pytest.fixture
def refuse(monkeypatch):
    def refuse(*args, **kwargs):
        raise OperationalError("canceling statement due to lock timeout")

    monkeypatch.setattr(actions, "post_message", refuse)


@pytest.mark.parametrize(("accept", "words"), [("application/json", "Try again"), ("text/html", "Nothing was stored")])
def test_whoever_writes_is_told_to_come_back(cast, as_user, refuse, accept, words):
    open_clinic(cast)
    answer = as_user(cast.zofia).post("/live/clinic/messages", {"text": "Hello"}, HTTP_ACCEPT=accept)
    assert (answer.status_code, answer["Retry-After"]) == (503, "2")
    assert words in answer.content.decode()
    assert not Message.objects.exists()
