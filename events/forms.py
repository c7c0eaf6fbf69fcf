"""Forms about talks that are no editor's."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from community.lib import wallclock
from community.live.actions.rooms import MOST_SHIFT
from community.live.models import Question
from events.models import TalkPage
from events.moments import recording_began

ISO_SECONDS = "%Y-%m-%dT%H:%M:%S"


class Decision(models.TextChoices):
    CARRY = "carry", _("Carry it into the forum")
    LEAVE = "leave", _("Leave it open")
    DECLINE = "decline", _("Decline it")


class SettleForm(forms.Form):
    """What a moderator decides about one question that stayed open."""

    decision = forms.ChoiceField(
        label=_("What happens to it"), choices=Decision, initial=Decision.CARRY, widget=forms.RadioSelect
    )
    wording = forms.CharField(
        label=_("This is posted"),
        max_length=Question.MAX_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"max_length": _("That is %(show_value)d characters; %(limit_value)d fit.")},
    )
    reason = forms.CharField(label=_("Reason, for the person who asked"), max_length=300, required=False)

    def __init__(self, question: Question, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, prefix=f"question-{question.pk}", initial={"wording": question.text})
        self.question = question

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("decision") == Decision.DECLINE and not cleaned.get("reason", "").strip():
            self.add_error("reason", _("Say why. Only the person who asked reads it."))
        return cleaned

    @property
    def was_sent(self) -> bool:
        """Whether the page showed this question; one that came to be open since is left alone."""
        return self.add_prefix("decision") in self.data


def settle_forms(questions: Iterable[Question], data: Mapping[str, Any] | None = None) -> list[SettleForm]:
    """A form for each question; of those that were sent, only the ones that the sender saw."""
    found = [SettleForm(question, data) for question in questions]
    return found if data is None else [form for form in found if form.was_sent]


def decided(forms_sent: Iterable[SettleForm], decision: str, field: str) -> dict[int, str]:
    """Of the questions with this decision, what was typed into a field, by their ids."""
    chosen = (form for form in forms_sent if form.cleaned_data["decision"] == decision)
    return {form.question.pk: form.cleaned_data[field].strip() for form in chosen}


class MomentsForm(forms.Form):
    """When the recording of a talk began, on the clocks of the talk's zone, and by how much all moments are moved."""

    started = forms.DateTimeField(
        label=_("The recording began at"),
        input_formats=[ISO_SECONDS, "%Y-%m-%dT%H:%M"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local", "step": 1}, format=ISO_SECONDS),
        error_messages={"invalid": _("Give the day and the time, with seconds if you know them.")},
    )
    shift = forms.IntegerField(
        label=_("Move all moments"),
        min_value=-MOST_SHIFT,
        max_value=MOST_SHIFT,
        widget=forms.NumberInput(attrs={"type": "range", "step": 1}),
        help_text=_("To the left they come earlier in the recording, to the right later; ten minutes at most."),
    )

    def __init__(self, talk: TalkPage, data: Mapping[str, Any] | None = None) -> None:
        room = talk.room
        assert room is not None  # noqa: S101 - nobody may adjust the moments of a talk without one
        local = wallclock.at(recording_began(talk, room), talk.zone).replace(tzinfo=None)
        super().__init__(data, initial={"started": local, "shift": room.recording_shift})
        self.talk = talk

    def clean_started(self) -> datetime:
        """The moment in UTC; Django has read the wall clock in its own zone, the talk may be held in another."""
        typed = self.cleaned_data["started"].replace(tzinfo=None)
        try:
            moment = wallclock.moment(typed.date(), typed.time(), self.talk.zone)
        except wallclock.TimeDoesNotExist as error:
            raise forms.ValidationError(_("The clocks skip this time on that day. Choose another.")) from error
        if abs(moment - self.talk.starts_at) > timedelta(days=1):
            raise forms.ValidationError(_("That is more than a day from the talk itself. Check the day."))
        return moment
