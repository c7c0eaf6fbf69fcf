"""A form makes one post, however often it is sent: double click, back button, retry after a lost answer."""

import hashlib
from collections.abc import Callable
from uuid import UUID

from django.db import IntegrityError, transaction

from community.people.models import User
from forum.engine import Post
from forum.errors import FormAlreadyUsed
from forum.queries import post_of_form


def fingerprint(*parts: object) -> str:
    """What was sent, in short: the same parts give the same text."""
    return hashlib.sha256("\x00".join(str(part) for part in parts).encode()).hexdigest()


def write_once(author: User, client_id: UUID | str | None, digest: str, write: Callable[[], Post]) -> Post:
    """The post that `write` makes, or the one that this form made before.

    Raises FormAlreadyUsed when the same form comes with another text. Two tries at the same moment meet at the unique
    constraint: the later one is undone and gets the earlier one's post.
    """
    if not client_id:
        with transaction.atomic():
            return write()
    return _first_post(author, client_id, digest) or _write_or_find(author, client_id, digest, write)


def _write_or_find(author: User, client_id: UUID | str, digest: str, write: Callable[[], Post]) -> Post:
    try:
        with transaction.atomic():
            return write()
    except IntegrityError:
        first = _first_post(author, client_id, digest)
        if first is None:
            raise
        return first


def _first_post(author: User, client_id: UUID | str, digest: str) -> Post | None:
    detail = post_of_form(author, client_id)
    if detail is None:
        return None
    if detail.client_digest != digest:
        raise FormAlreadyUsed
    return detail.post
