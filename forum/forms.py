"""What people type, cleaned. Errors are sentences at their field, and whatever was typed stays."""

from typing import Any, ClassVar
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from community.people.models import COUNTRIES
from forum.errors import FormAlreadyUsed, ForumError
from forum.kinds import PARTS
from forum.languages import LANGUAGES, own_language
from forum.limits import CONTENT_MAX, SUBJECT_MAX, check_content, check_subject, tidy, tidy_subject
from forum.listing import ecosystem_choices
from forum.models import TopicDetail
from forum.references import check_references


class MarkdownArea(forms.Textarea):
    """The box for the text of a post, with the buttons that put marks into it. They only show with a script."""

    template_name = "forum/markdown_area.html"


class Words(forms.CharField):
    """The text of a post, in Markdown."""

    def __init__(self, **options: Any) -> None:
        attrs = {"rows": 8, "maxlength": CONTENT_MAX, "data-preview-source": "", "data-composer-text": ""}
        super().__init__(
            widget=MarkdownArea(attrs=attrs),
            validators=[check_content, check_references],
            error_messages={"required": _("Write something first.")},
            **options,
        )

    def to_python(self, value: Any) -> str:
        return tidy(super().to_python(value) or "")


class Subject(forms.CharField):
    """What a topic is called, on one line."""

    def to_python(self, value: Any) -> str:
        return tidy_subject(super().to_python(value) or "")


class WritingForm(forms.Form):
    """A form that makes at most one post: its number goes with it when it is sent again.

    The text comes first, then what is said about it; `about` names the fields that few fill in.
    """

    template_name = "forum/writing_form.html"
    about: ClassVar[tuple[str, ...]] = ()

    client_id = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid4)
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False, initial=0)  # of the draft

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.status = 200
        self.order_fields([name for name in self.fields if name not in {"client_id", "revision"}])

    @property
    def words(self) -> dict[str, Any]:
        """What the form says, for the action that writes it."""
        return {name: value for name, value in self.cleaned_data.items() if name != "revision"}

    @property
    def text_field(self) -> str | None:
        """Where to say what is wrong with the text; at the top of a form that asks for it in parts."""
        return "content" if "content" in self.fields else None

    def get_context(self) -> dict[str, Any]:
        visible = self.visible_fields()
        about = [field for field in visible if field.name in self.about]
        others = [field for field in visible if field.name not in self.about]
        texts = [field for field in others if field.name == "subject" or isinstance(field.field, Words)]
        return {
            **super().get_context(),
            "texts": texts,
            "facts": [field for field in others if field not in texts],
            "about": about,
            "about_open": any(field.errors or field.value() for field in about),
        }

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
    language = forms.ChoiceField(label=_("Language you write in"), choices=LANGUAGES)
    content = Words(label=_("Your text"), help_text=_("You can use Markdown: **bold**, *italic*, lists and links."))

    def __init__(self, *args: Any, announcements: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].initial = own_language()
        if not announcements:
            kinds = [choice for choice in TopicDetail.Kind.choices if choice[0] != TopicDetail.Kind.ANNOUNCEMENT]
            self.fields["kind"].choices = kinds  # type: ignore[attr-defined]


class ReplyForm(WritingForm):
    content = Words(label=_("Your reply"), help_text=_("You can use Markdown: **bold**, *italic*, lists and links."))
    language = forms.ChoiceField(label=_("Language you write in"), choices=LANGUAGES, required=False)
    reply_to = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].initial = own_language()


# The fields of forms that ask for a text in parts (forum.kind_forms).
_PART_FIELDS = {f"part_{part.name}" for parts in PARTS.values() for part in parts}


class DraftForm(forms.Form):
    """What is half written: everything may be missing but the number of its form."""

    client_id = forms.UUIDField()
    revision = forms.IntegerField(required=False, min_value=0, max_value=2**31)
    content = forms.CharField(required=False, strip=False)
    subject = forms.CharField(required=False)
    kind = forms.ChoiceField(choices=TopicDetail.Kind.choices, required=False)
    language = forms.ChoiceField(choices=LANGUAGES, required=False)
    country = forms.ChoiceField(choices=COUNTRIES, required=False)
    ecosystems = forms.MultipleChoiceField(choices=ecosystem_choices, required=False)
    reply_to = forms.RegexField(r"^[0-9]{1,18}$", required=False)

    def clean_revision(self) -> int:
        return self.cleaned_data["revision"] or 0

    @property
    def words(self) -> dict[str, Any]:
        """What is there. The other fields are kept by their names, so that the form finds them again."""
        kept = {"client_id", "revision", "content"}
        parts = {name: value[:CONTENT_MAX] for name, value in self.data.items() if name in _PART_FIELDS and value}
        return {**{name: value for name, value in self.cleaned_data.items() if value or name in kept}, **parts}


class EditForm(WritingForm):
    """Saving the same text twice changes nothing, so an edit needs no number, and each try of it counts."""

    client_id = None  # type: ignore[assignment]  # how Django drops an inherited field
    revision = None  # type: ignore[assignment]
    content = Words(label=_("Text"))
    reason = forms.CharField(
        label=_("Why you change it"), help_text=_("Shown below the post."), max_length=255, required=False
    )
