"""What moderators choose when they move, split or join topics."""

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from community.people.models import User
from forum.access import access_of
from forum.engine import Forum
from forum.forms import Subject
from forum.limits import SUBJECT_MAX, check_subject
from forum.permissions import can_moderate

ADDRESS = re.compile(r"/topic/([0-9]{1,18})(?:-|/|$)")


def moderated_forums(user: User, *, without: Forum | None = None) -> list[tuple[str, Any]]:
    """Where the member may put topics, in the order of the tree, each below the name of its category."""
    found = access_of(user)
    forums = [found.forums[pk] for pk in found.forums if pk in found.readable]
    able = [forum for forum in forums if forum.is_forum and can_moderate(user, forum)]
    return [(str(forum.pk), _name(forum, found.forums)) for forum in able if forum != without]


def _name(forum: Forum, forums: dict[int, Forum]) -> str:
    above = forums.get(forum.parent_id or 0)
    name = f"{above.name} · {forum.name}" if above else forum.name
    private = hasattr(forum, "detail") and forum.detail.is_private
    return f"{name} ({_('private')})" if private else name


class ForumChoice(forms.ChoiceField):
    """One of the forums that the member moderates."""

    def __init__(self, **options: Any) -> None:
        super().__init__(label=_("Forum"), widget=forms.Select, **options)


class MoveForm(forms.Form):
    forum = ForumChoice(help_text=_("Whoever cannot read it loses the topic, also its author and those who follow it."))
    reason = forms.CharField(
        label=_("Reason"), help_text=_("For the log, which moderators read."), max_length=300, required=False
    )

    def __init__(self, *args: Any, forums: Iterable[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["forum"].choices = list(forums)  # type: ignore[attr-defined]


class SplitForm(forms.Form):
    """The posts themselves are ticked beside their words, outside of this form's fields."""

    subject = Subject(label=_("Title of the new topic"), max_length=SUBJECT_MAX, validators=[check_subject])
    forum = ForumChoice(help_text=_("Whoever cannot read it loses these posts."))
    rest = forms.BooleanField(
        label=_("And everything after the first post that is ticked, also on later pages"), required=False
    )

    def __init__(self, *args: Any, forums: Iterable[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["forum"].choices = list(forums)  # type: ignore[attr-defined]


class JoinForm(forms.Form):
    other = forms.CharField(
        label=_("The other topic"),
        help_text=_("Its address, as it stands in your browser, or its number."),
        max_length=500,
    )

    def clean_other(self) -> int:
        typed = self.cleaned_data["other"].strip()
        found = ADDRESS.search(typed)
        number = found.group(1) if found else typed
        if not (number.isascii() and number.isdigit() and len(number) < 19):
            raise ValidationError(_("Paste the address of a topic, such as /forum/topic/12-fees/."))
        return int(number)
