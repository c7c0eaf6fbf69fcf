"""What people type, cleaned. Errors are sentences at their field, and whatever was typed stays."""

from typing import Any
from uuid import uuid4

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from forum.errors import FormAlreadyUsed, ForumError
from forum.limits import CONTENT_MAX, SUBJECT_MAX, check_content, check_subject, tidy, tidy_subject
from forum.models import TopicDetail


class Words(forms.CharField):
    """The text of a post, in Markdown."""

    widget = forms.Textarea

    def __init__(self, **options: Any) -> None:
        attrs = {"rows": 8, "maxlength": CONTENT_MAX, "data-preview-source": ""}
        message = {"required": _("Write something first.")}
        super().__init__(
            widget=forms.Textarea(attrs=attrs), validators=[check_content], error_messages=message, **options
        )

    def to_python(self, value: Any) -> str:
        return tidy(super().to_python(value) or "")


class Subject(forms.CharField):
    """What a topic is called, on one line."""

    def to_python(self, value: Any) -> str:
        return tidy_subject(super().to_python(value) or "")


class WritingForm(forms.Form):
    """A form that makes at most one post: its number goes with it when it is sent again."""

    client_id = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid4)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.status = 200
        self.order_fields([name for name in self.fields if name != "client_id"])

    def is_valid(self) -> bool:
        valid = super().is_valid()
        if self.is_bound and not valid and self.status == 200:
            self.status = 422
        return valid

    def refuse(self, error: ForumError) -> None:
        """Show why nothing was written. A used form gets a new number, so that it can be sent again."""
        self.add_error(None, str(error.sentence))
        self.status = error.status
        if isinstance(error, FormAlreadyUsed):
            self.data = {**self.data, self.add_prefix("client_id"): str(uuid4())}


class TopicForm(WritingForm):
    subject = Subject(
        label=_("Subject"),
        help_text=_("Say in a few words what it is about."),
        validators=[check_subject],
        error_messages={"required": _("Give your topic a subject.")},
        widget=forms.TextInput(attrs={"maxlength": SUBJECT_MAX}),
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=TopicDetail.Kind.choices, initial=TopicDetail.Kind.QUESTION)
    language = forms.ChoiceField(label=_("Language you write in"), choices=settings.LANGUAGES)
    content = Words(label=_("Your text"), help_text=_("You can use Markdown: **bold**, *italic*, lists and links."))

    def __init__(self, *args: Any, announcements: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].initial = (get_language() or "en")[:2]
        if not announcements:
            kinds = [choice for choice in TopicDetail.Kind.choices if choice[0] != TopicDetail.Kind.ANNOUNCEMENT]
            self.fields["kind"].choices = kinds  # type: ignore[attr-defined]


class ReplyForm(WritingForm):
    content = Words(label=_("Your reply"), help_text=_("You can use Markdown: **bold**, *italic*, lists and links."))


class EditForm(WritingForm):
    """Saving the same text twice changes nothing, so an edit needs no number, and each try of it counts."""

    client_id = None  # type: ignore[assignment]  # how Django drops an inherited field
    content = Words(label=_("Text"))
    reason = forms.CharField(
        label=_("Why you change it"), help_text=_("Shown below the post."), max_length=255, required=False
    )
