"""Notes: content that only the tests know. The rights on them are as plain as can be."""

from dataclasses import dataclass

import pytest

from community.moderation import registry
from community.people.models import User
from community.people.permissions import is_moderator


@dataclass
class Note:
    pk: str
    author: User | None
    text: str = "A rude note"
    members_only: bool = False
    hidden_because: str = ""


class Notes(dict):
    def write(self, pk, author, **more) -> Note:
        self[str(pk)] = Note(str(pk), author, **more)
        return self[str(pk)]


@pytest.fixture
def notes():
    """Notes by id. The ones for members only can be seen by their author and by moderators."""
    kept = Notes()

    def hide(actor, note, reason):
        note.hidden_because = reason

    def restore(actor, note):
        note.hidden_because = ""

    registry.register(
        "note",
        label="note",
        find=kept.get,
        title=lambda note: note.text,
        url=lambda note: f"/notes/{note.pk}/",
        author=lambda note: note.author,
        can_see=lambda user, note: not note.members_only or user == note.author or is_moderator(user),
        hide=hide,
        restore=restore,
        text=lambda note: note.text,
    )
    yield kept
    registry.unregister("note")
