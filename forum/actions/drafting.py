"""What somebody has begun to write: saved while they type, gone once it is posted or thrown away."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.utils import timezone

from community.lib.prepared import Prepared
from community.people.models import User
from forum.access import forget_access
from forum.actions.once import find_or_make
from forum.engine import Forum, Topic
from forum.errors import AlreadyPosted, ChangedElsewhere
from forum.limits import CONTENT_MAX, SUBJECT_MAX, tidy
from forum.models import Draft
from forum.permissions import can_reply, can_start_topic
from forum.queries import post_of_form

KEPT_FOR = timedelta(days=90)  # since it was last touched


@transaction.atomic
def save_draft(
    author: User, place: Topic | Forum, *, client_id: UUID, revision: int = 0, content: str, **others: Any
) -> Draft | None:
    """Keep the words, or forget the draft when nothing is left of them. One draft for each member and place.

    `revision` is the one that the writer has seen, 0 for none. Raises PermissionDenied, AlreadyPosted when the form
    has made its post meanwhile, ChangedElsewhere when another device has saved other words since.
    """
    forget_access(author)
    may = can_reply(author, place) if isinstance(place, Topic) else can_start_topic(author, place)
    if not may:
        raise PermissionDenied
    if post_of_form(author, client_id):
        raise AlreadyPosted
    words = {"content": tidy(content)[:CONTENT_MAX], "subject": others.pop("subject", "")[:SUBJECT_MAX]}
    where: dict[str, Any] = {"topic": place} if isinstance(place, Topic) else {"forum": place}
    rows = Draft.objects.select_for_update().of(author).filter(**where)
    if not any(words.values()) and not any(name.startswith("part_") for name in others):
        rows.filter(revision__lte=revision).delete()
        return None
    facts = {**words, "choices": others, "client_id": client_id}
    draft, made = find_or_make(rows.first, lambda: Draft.objects.create(user=author, **where, **facts))
    return draft if made else _update(draft, revision, facts)


def _update(draft: Draft, revision: int, facts: dict[str, Any]) -> Draft:
    if draft.revision > revision and draft.content != facts["content"]:
        raise ChangedElsewhere
    for name, value in facts.items():
        setattr(draft, name, value)
    draft.revision += 1
    draft.save()
    return draft


def discard_draft(author: User, draft: Draft) -> None:
    """Throw one's own draft away. Raises PermissionDenied."""
    if draft.user_id != author.pk:
        raise PermissionDenied
    draft.delete()


def drop_draft(author: User, client_id: UUID | str | None) -> None:
    """Part of the transaction that posts: what was posted is no draft any more."""
    if not client_id:
        return
    number = Draft._meta.get_field("client_id").get_db_prep_value(client_id, connection)
    if pks := _BEGUN_WITH(author.pk, number):
        Draft.objects.filter(pk__in=pks, client_id=client_id).delete()


_BEGUN_WITH = Prepared(
    lambda user_pk, number: (
        Draft.objects.order_by().filter(user_id=user_pk, client_id=number).values_list("pk", flat=True)
    )
)


def drop_old_drafts() -> None:
    """Drafts that nobody has touched for three months."""
    Draft.objects.filter(updated_at__lt=timezone.now() - KEPT_FOR).delete()
