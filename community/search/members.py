"""Members in the search: those who allow it, for other members only.

Whether they still allow it is asked when the search is made, so the choice holds from the moment it is made.
"""

from collections.abc import Collection, Iterator
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from community.people import changes
from community.people.models import User
from community.people.permissions import Person, can_find_members
from community.search import registry
from community.search.actions import drop_entry, index_entry

KIND, AUDIENCE = "member", "members"


def register() -> None:
    """Once, when the app is ready."""
    registry.register(KIND, label=_("Members"), visible=visible, readable=readable, documents=documents)
    changes.watch(refresh_member)


def visible(user: Person) -> Q:
    return Q(audience=AUDIENCE) if can_find_members(user) else Q(audience__in=[])


def readable(user: Person, object_ids: Collection[str]) -> list[str]:
    if not can_find_members(user):
        return []
    return [str(pk) for pk in _findable().filter(pk__in=object_ids).values_list("pk", flat=True)]


def documents() -> Iterator[dict[str, Any]]:
    members = _findable().select_related("organisation").prefetch_related("organisation__ecosystems")
    for member in members.order_by("pk").iterator(chunk_size=100):
        yield _document(member)


def refresh_member(member: User) -> None:
    """Bring the index to what other members may know of this one."""
    if member.findable and member.is_active:
        index_entry(KIND, **_document(member))
    else:
        drop_entry(KIND, member.pk)


def _findable() -> Any:
    return User.objects.active().filter(findable=True)


def _document(member: User) -> dict[str, Any]:
    """Only what their page shows to members as well; never an e-mail address."""
    organisation = member.organisation
    with override("en"):  # the index has one language; the country is looked for by the name that most know
        country = member.get_country_display()
    place = [member.job_title, member.organisation_label, country]
    return {
        "object_id": member.pk,
        "title": member.display_name,
        "body": "\n".join(part for part in [", ".join(filter(None, place)), member.bio] if part),
        "url": member.get_absolute_url(),
        "language": "",
        "audience": AUDIENCE,
        "updated_at": member.date_joined,
        "ecosystems": [one.code for one in organisation.ecosystems.all()] if organisation else [],
    }
