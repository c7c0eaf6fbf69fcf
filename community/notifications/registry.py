"""What members are told about: each floor above says who may see its kinds, and which of them are worth a mail."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from community.people.models import User


@dataclass(frozen=True)
class Kind:
    """One kind of news."""

    name: str
    may_see: Callable[[User, str], bool]
    may_see_many: Callable[[User, Collection[str]], Collection[str]] | None = None
    who_may_see: Callable[[Sequence[User], str], Collection[User]] | None = None
    mail: bool = False

    def visible_ids(self, user: User, object_ids: Collection[str]) -> set[str]:
        """The ids that the member may read about now."""
        if self.may_see_many is not None:
            return {str(found) for found in self.may_see_many(user, object_ids)}
        return {object_id for object_id in object_ids if self.may_see(user, object_id)}

    def readers(self, users: Sequence[User], object_id: str) -> list[User]:
        """Those of the members who may read about this object now."""
        if self.who_may_see is not None:
            return list(self.who_may_see(users, object_id))
        return [user for user in users if self.may_see(user, object_id)]


_kinds: dict[str, Kind] = {}


def register(
    kind: str,
    *,
    may_see: Callable[[User, str], bool],
    may_see_many: Callable[[User, Collection[str]], Collection[str]] | None = None,
    who_may_see: Callable[[Sequence[User], str], Collection[User]] | None = None,
    mail: bool = False,
) -> None:
    """Make a kind of news known; to be called in `AppConfig.ready`.

    `may_see(user, object_id)` is asked when news is written, when the inbox is read and when a mail goes out; the id
    is text. Without its bulk forms the inbox asks it once per object and `notify` once per recipient:
    `may_see_many(user, object_ids)` returns the ids that one member may see, `who_may_see(users, object_id)` the
    members who may see one object. With `mail`, whoever wants mail gets one.
    """
    _kinds[kind] = Kind(kind, may_see, may_see_many, who_may_see, mail)


def get(kind: str) -> Kind | None:
    return _kinds.get(kind)


def unregister(kind: str) -> None:
    """Take a kind out again, which only tests need."""
    _kinds.pop(kind, None)


@dataclass(frozen=True)
class Words:
    """What a letter says, in plain text."""

    subject: str
    text: str


Compose = Callable[[str], Words | None]

_letters: dict[str, Compose] = {}


def register_letter(kind: str, compose: Compose) -> None:
    """Make a kind of letter known; to be called in `AppConfig.ready`.

    `compose(object_id)` makes the words when the letter goes out, or returns None when it is no longer wanted.
    """
    _letters[kind] = compose


def words_of(kind: str, object_id: str) -> Words | None:
    compose = _letters.get(kind)
    return compose(object_id) if compose else None
