"""The two forms of a room. The limits are checked again in the actions, where every boundary passes."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from community.live.models import Message, Question


class SayForm(forms.Form):
    """Both forms stand on one page, so the ids of their fields begin with a word of their own (WCAG 4.1.2)."""

    id_prefix = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": f"{self.id_prefix}-%s", **kwargs})


class MessageForm(SayForm):
    id_prefix = "message-form"
    text = forms.CharField(
        label=_("Message"),
        max_length=Message.MAX_LENGTH,
        required=False,  # the action says what is missing, to forms and scripts alike
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    client_id = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid.uuid4)


class QuestionForm(SayForm):
    id_prefix = "question-form"
    text = forms.CharField(
        label=_("Your question"),
        max_length=Question.MAX_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    unnamed = forms.BooleanField(
        label=_("Ask without my name"), required=False, help_text=_("Moderators can see who asked.")
    )
    client_id = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid.uuid4)
