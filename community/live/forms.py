"""The forms of a room. The limits are checked again in the actions, where every boundary passes."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from community.live.models import Message, Poll, Question, Room, RoomSpeaker
from community.people.models import COUNTRIES


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
    """A question to the room. Where somebody speaks, it may be for one of them."""

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
    addressed_to: "forms.ModelChoiceField[RoomSpeaker]" = forms.ModelChoiceField(
        label=_("For"), queryset=RoomSpeaker.objects.none(), required=False, empty_label=_("Everyone who speaks")
    )
    client_id = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid.uuid4)

    def __init__(self, *args: Any, room: Room, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        speakers = room.speakers.all()
        if len(speakers) > 1:
            self.fields["addressed_to"].queryset = speakers  # type: ignore[attr-defined]
        else:  # to whom else should it go
            del self.fields["addressed_to"]


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        help_text=_("Six letters and digits; capitals, blanks and dashes do not matter."),
        error_messages={"required": _("Type the code that you see on the screen.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )


class GuestForm(forms.Form):
    name = forms.CharField(
        label=_("Your name"),
        max_length=200,  # the action says how many fit
        help_text=_("As others will see it beside what you say."),
        error_messages={"required": _("Write the name under which you want to join.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    country = forms.ChoiceField(
        label=_("Country, if you like"), choices=[("", _("Choose a country")), *COUNTRIES], required=False
    )


class PollForm(forms.Form):
    """A poll as moderators write it; the answers to choose from stand on lines of their own."""

    kind = forms.ChoiceField(choices=Poll.Kind)
    text = forms.CharField(required=False)
    options = forms.CharField(required=False)
    results_wait = forms.BooleanField(required=False)

    def clean_options(self) -> list[str]:
        return [line.strip() for line in self.cleaned_data["options"].splitlines() if line.strip()]
