"""A speaker's desk while the database is busy (fault 14): nothing is stored, and the answer says what to do."""

from unittest.mock import Mock

import pytest
from django.db import OperationalError

from community.live import actions

pytestmark = pytest.mark.django_db


@pytest.fixture
def busy(monkeypatch):
    monkeypatch.setattr(actions, "answer_in_writing", Mock(side_effect=OperationalError("lock timeout")))


@pytest.mark.parametrize(
    ("accept", "words"), [("application/json", "your text is still here"), ("text/html", "Nothing was stored")]
)
@pytest.mark.usefixtures("busy")
def test_the_speaker_is_told_to_come_back(client, cast, room, accept, words):
    desk, question = room.speakers.get().get_desk_url(), actions.ask_question(cast.ivo, room, "Who pays?")
    answer = client.post(f"{desk}questions/{question.pk}/answer", {"text": "We all do."}, HTTP_ACCEPT=accept)
    assert (answer.status_code, answer["Retry-After"], answer["Referrer-Policy"]) == (503, "2", "no-referrer")
    assert words in answer.content.decode()
