"""Drafts in a list, each with the place that it was begun for."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from community.people.permissions import Person
from forum.engine import Forum
from forum.models import Draft
from forum.permissions import can_read_forum, can_read_topic


@dataclass(frozen=True)
class ShownDraft:
    """`title` and `url` are empty where the member cannot read the place any more (safety B6)."""

    draft: Draft
    title: str
    url: str


def shown_drafts(user: Person, drafts: Iterable[Draft]) -> list[ShownDraft]:
    return [ShownDraft(draft, *_place_of(user, draft)) for draft in drafts]


def _place_of(user: Person, draft: Draft) -> tuple[str, str]:
    if draft.topic:
        url = reverse("forum:reply", args=[draft.topic_id])
        return (draft.topic.subject, url) if can_read_topic(user, draft.topic) else ("", "")
    forum: Forum = draft.forum  # the database sees to it that a draft has one place
    if not can_read_forum(user, forum):
        return "", ""
    title = draft.subject or _("A new topic in %(forum)s") % {"forum": forum.name}
    return title, reverse("forum:topic_new", args=[forum.pk, forum.slug or "forum"])
