"""What members are told about: each floor above says who may see its kinds, and which of them are worth a mail."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db import transaction

from community.people.models import User


@dataclass(frozen=True)
class Current:
    """What a piece of news says now, to whoever may read it.

    text: plain, for the inbox. words: sanitised HTML, for the mail; without it the text is mailed. by: who wrote it.
    answer_url: where it is answered. about: the subject of its thread. subject: of the mail, if it is not the title.
    place, place_id: the list that mails of its kind seem to come from, "Practice" and "forum-3". parent: the key of
    what it answers. root: the key of what its thread begins with, where that is not the thread itself.
    """

    title: str
    url: str
    text: str = ""
    words: str = ""
    by: str = ""
    answer_url: str = ""
    about: str = ""
    subject: str = ""
    place: str = ""
    place_id: str = ""
    parent: str = ""
    root: str = ""


MayRead = Callable[[User, str], bool]
MayReadMany = Callable[[User, Collection[str]], Collection[str]]
WhoMayRead = Callable[..., Collection[User]]  # of members, an id, and the object itself where it is known
SayNow = Callable[[User, Collection[str]], Mapping[str, Current]]
Collapse = Callable[[int, Current], str]


@dataclass(frozen=True)
class Kind:
    """One kind of news."""

    name: str
    may_see: MayRead | None = None
    may_see_many: MayReadMany | None = None
    who_may_see: WhoMayRead | None = None
    current: SayNow | None = None
    collapsed: Collapse | None = None
    mail: bool = False
    waits: bool = False
    needs_follow: bool = False

    def visible(self, user: User, object_ids: Collection[str]) -> dict[str, Current | None]:
        """The ids that the member may read about now, each with what it says where the kind knows."""
        if self.current is not None:
            return dict(self.current(user, object_ids))
        if self.may_see_many is not None:
            return {str(found): None for found in self.may_see_many(user, object_ids)}
        return {object_id: None for object_id in object_ids if self.may_see and self.may_see(user, object_id)}

    def readers(self, users: Sequence[User], object_id: str, about: object = None) -> list[User]:
        """Those of the members who may read about this object now. `about`: the object itself, if known."""
        if self.who_may_see is not None:
            return list(self.who_may_see(users, object_id, *([about] if about is not None else [])))
        return [user for user in users if self.visible(user, [object_id])]


_kinds: dict[str, Kind] = {}


def register(kind: str, **how: Any) -> None:
    """Make a kind of news known; to be called in `AppConfig.ready`. `how` are the fields of `Kind`.

    `may_see(user, object_id)` is asked when news is written, when the inbox is read and when a mail goes out; the id
    is text. Without a bulk form the inbox asks it once per object and `notify` once per recipient:
    `may_see_many(user, object_ids)` returns the ids that one member may see, `who_may_see(users, object_id)` the
    members who may see one object. `current(user, object_ids)` returns by id what each says now, of those that the
    member may see; then inbox and mail say that and not what was stored.

    `collapsed(number, newest)` is the title of several unread ones of one thread, which are then shown and mailed as
    one. With `mail`, whoever wants mail gets one; with `waits` only when the time for changes is over. With
    `needs_follow`, only while they still follow what it came from at once.
    """
    _kinds[kind] = Kind(kind, **how)


def get(kind: str) -> Kind | None:
    return _kinds.get(kind)


def unregister(kind: str) -> None:
    """Take a kind out again, which only tests need."""
    _kinds.pop(kind, None)


Changed = Callable[[list[int]], None]

_on_changed: list[Changed] = []


def on_unread_changed(callback: Changed) -> None:
    """Call this with the ids of members whose number of unread news may be another one now, after the commit."""
    if callback not in _on_changed:
        _on_changed.append(callback)


def unread_changed(user_ids: Iterable[int]) -> None:
    """Say so, once the transaction is over. Whatever goes wrong there undoes nothing: pages also ask by themselves."""
    ids = list(user_ids)
    for callback in _on_changed:
        transaction.on_commit(partial(callback, ids), robust=True)


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
