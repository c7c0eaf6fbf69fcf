"""Writing talks without the editor: the same revisions, rights and publication, for other boundaries."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from community.people.models import User
from events.errors import TalkLocked
from events.models import SeriesPage, TalkPage
from events.permissions import can_draft_talk, can_edit_talk, can_publish_talk, can_publish_talks
from events.prefilling import prefill
from events.rich_text import rich_text

# What is said about a talk in words, and at length in Markdown. The rest is laid out, which needs the editor.
LONG = {"about", "summary"}
EDITABLE = LONG | {
    "title", "teaser", "questions", "purposes", "day", "start", "end", "zone", "status", "postponed_to", "mode",
    "venue", "target_group", "organiser", "on_behalf_of", "recording_url",
}  # fmt: skip


@transaction.atomic
def draft_talk(editor: User, series: SeriesPage, *, publish: bool = False, **facts: Any) -> TalkPage:
    """A new talk of the series, which fills in what is not said, as in the editor. It is a draft until it is published.

    Raises PermissionDenied, ValidationError by field.
    """
    if not can_draft_talk(editor, series) or (publish and not can_publish_talks(editor, series)):
        raise PermissionDenied
    talk = TalkPage(live=False, owner=editor)
    prefill(talk, series)
    _set(talk, facts)
    series.add_child(instance=talk)
    return _saved(editor, talk, publish=publish)


@transaction.atomic
def revise_talk(editor: User, talk: TalkPage, *, publish: bool = False, **facts: Any) -> TalkPage:
    """Change what is said about a talk, beginning with its latest draft. Readers see it once it is published.

    Raises PermissionDenied, TalkLocked, ValidationError by field.
    """
    if not can_edit_talk(editor, talk) or (publish and not can_publish_talk(editor, talk)):
        raise PermissionDenied
    if talk.permissions_for_user(editor).page_locked():
        raise TalkLocked
    latest = TalkPage.objects.select_for_update(of=["self"]).get(pk=talk.pk).get_latest_revision_as_object()
    _set(latest, facts)
    return _saved(editor, latest, publish=publish)


def _set(talk: TalkPage, facts: dict[str, Any]) -> None:
    if strange := facts.keys() - EDITABLE:
        raise ValueError(f"Nobody may set {', '.join(sorted(strange))} of a talk this way.")
    for name, value in facts.items():
        setattr(talk, name, rich_text(value) if name in LONG else value)


def _saved(editor: User, talk: TalkPage, *, publish: bool) -> TalkPage:
    revision = talk.save_revision(user=editor, log_action=True)
    if publish:
        revision.publish(user=editor)
    found: TalkPage = TalkPage.objects.get(pk=talk.pk)
    return found if publish else found.get_latest_revision_as_object()
