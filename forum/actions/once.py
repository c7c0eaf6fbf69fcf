"""A form makes one post, however often it is sent: double click, back button, retry after a lost answer."""

import hashlib
from collections.abc import Callable
from typing import TypeVar
from uuid import UUID

from django.db import IntegrityError, transaction

from community.people.models import User
from forum.engine import Post
from forum.errors import FormAlreadyUsed, TooFast
from forum.limits import slow_down
from forum.queries import post_of_form
from forum.references import without_keys

Found = TypeVar("Found")


def count_try(what: str, author: User, client_id: UUID | str | None = None) -> None:
    """Count one try to write a "post" or "topic". A form that has made its post finds that, however often it comes.

    For the boundaries, which count before they write. Raises TooFast.
    """
    try:
        slow_down(what, author)
    except TooFast:
        if not (client_id and post_of_form(author, client_id)):
            raise


def fingerprint(*parts: object) -> str:
    """What was sent, in short: the same parts give the same text.

    Files that a form brings along get another address each time, so that is left out.
    """
    return hashlib.sha256(without_keys("\x00".join(str(part) for part in parts)).encode()).hexdigest()


def write_once(author: User, client_id: UUID | str | None, digest: str, write: Callable[[], Post]) -> Post:
    """The post that `write` makes, or the one that this form made before.

    Raises FormAlreadyUsed when the same form comes with another text. Two tries at the same moment meet at the unique
    constraint: the later one is undone and gets the earlier one's post.
    """
    if not client_id:
        with transaction.atomic():
            return write()
    return find_or_make(lambda: _first_post(author, client_id, digest), write)[0]


def find_or_make(find: Callable[[], Found | None], make: Callable[[], Found]) -> tuple[Found, bool]:
    """What is there, or what `make` makes, and whether it was made just now.

    Of two at the same moment the unique constraint lets one make it; the other is undone and finds that one's.
    """
    found = find()
    if found is not None:
        return found, False
    try:
        with transaction.atomic():
            return make(), True
    except IntegrityError:
        found = find()
        if found is None:
            raise
        return found, False


def _first_post(author: User, client_id: UUID | str, digest: str) -> Post | None:
    detail = post_of_form(author, client_id)
    if detail is None:
        return None
    if detail.client_digest != digest:
        raise FormAlreadyUsed
    return detail.post
