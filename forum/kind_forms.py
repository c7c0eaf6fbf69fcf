"""The forms of topics by their kind: what each asks for, and what every topic says about itself."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from community.people.models import COUNTRIES, Ecosystem
from forum.forms import EditForm, TopicForm, Words
from forum.kinds import PARTS, compose
from forum.limits import check_content
from forum.listing import ecosystem_choices
from forum.models import PostDetail, TopicDetail


class Ecosystems(forms.MultipleChoiceField):
    """Ticked from the 14; what is cleaned are the rows themselves."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self) -> None:
        super().__init__(
            choices=ecosystem_choices,
            required=False,
            label=_("Industrial ecosystems"),
            help_text=_("People who follow one of these find your topic."),
        )

    def clean(self, value: Any) -> list[Ecosystem]:
        return list(Ecosystem.objects.filter(code__in=super().clean(value)))


def country_field() -> forms.ChoiceField:
    choices = [("", _("Any country")), *COUNTRIES]
    return forms.ChoiceField(choices=choices, required=False, label=_("Country"))


class AboutTopicForm(TopicForm):
    """Any topic, with what it is about."""

    about = ("ecosystems", "country")
    ecosystems = Ecosystems()
    country = country_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].widget = forms.HiddenInput()


class DescribeForm(forms.Form):
    """What a topic is and what it is about, once it is there."""

    kind = forms.ChoiceField(label=_("Kind"))
    ecosystems = Ecosystems()
    country = country_field()

    def __init__(self, data: QueryDict | None = None, *, detail: TopicDetail, announcements: bool) -> None:
        codes = [one.code for one in detail.ecosystems.all()] if detail.pk else []
        now = {"kind": detail.kind, "ecosystems": codes, "country": detail.country}
        super().__init__(data, initial=now)
        news, allowed = TopicDetail.Kind.ANNOUNCEMENT, TopicDetail.Kind.choices
        if not announcements:  # what is one stays one
            allowed = [choice for choice in allowed if (choice[0] == news) == (detail.kind == news)]
        self.fields["kind"].choices = allowed  # type: ignore[attr-defined]


class PartsForm(forms.Form):
    """Asks for the parts of a kind instead of one text, and makes one text of them."""

    topic_kind = ""

    def add_parts(self, initial: dict[str, str] | None = None) -> None:
        """Put the fields of the parts where that of the text stands."""
        del self.fields["content"]
        for part in PARTS[self.topic_kind]:
            field = Words(label=part.heading, help_text=part.hint, required=part.required)
            field.validators, field.initial = [], (initial or {}).get(part.name, "")
            field.widget.attrs["rows"] = 4
            self.fields[f"part_{part.name}"] = field

    def gather(self, cleaned: dict[str, Any], language: str) -> dict[str, Any]:
        """The cleaned fields with one text, and its parts beside it."""
        names = [part.name for part in PARTS[self.topic_kind]]
        sections = {name: cleaned.pop(f"part_{name}", "") for name in names}
        content = compose(self.topic_kind, sections, language)
        try:
            if not self.errors:
                check_content(content)
        except ValidationError as error:
            self.add_error(None, error)
        return {**cleaned, "content": content, "sections": {name: words for name, words in sections.items() if words}}


class StructuredTopicForm(PartsForm, AboutTopicForm):
    """A case or an offer."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_parts()
        self.order_fields(["subject", "kind", *(name for name in self.fields if name.startswith("part_")), "language"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        return self.gather(cleaned, cleaned.get("language") or "en")


class CaseForm(StructuredTopicForm):
    topic_kind = TopicDetail.Kind.CASE


class OfferForm(StructuredTopicForm):
    topic_kind = TopicDetail.Kind.OFFER


class StructuredEditForm(PartsForm, EditForm):
    """The parts of a case or an offer, as they were written."""

    def __init__(self, *args: Any, kind: str, language: str, sections: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.topic_kind, self.language = kind, language
        self.add_parts(sections)
        self.order_fields([name for name in self.fields if name != "reason"])

    def clean(self) -> dict[str, Any]:
        return self.gather(super().clean() or self.cleaned_data, self.language)


_FORMS = {TopicDetail.Kind.CASE: CaseForm, TopicDetail.Kind.OFFER: OfferForm}


def topic_form_for(kind: str) -> type[AboutTopicForm]:
    """The form for a topic of that kind; for an unknown one, that of a topic without parts."""
    return _FORMS.get(kind, AboutTopicForm)  # type: ignore[call-overload, no-any-return]


def edit_form_for(detail: PostDetail, about: TopicDetail) -> Any:
    """What makes the form that edits this post: with its parts, if it was written in parts."""
    known = {part.name for part in PARTS.get(about.kind, [])}
    if not detail.sections or not known.issuperset(detail.sections):  # or the kind was changed since
        return EditForm

    def make(*args: Any, **kwargs: Any) -> StructuredEditForm:
        facts = {"kind": about.kind, "language": about.language, "sections": detail.sections}
        return StructuredEditForm(*args, **facts, **kwargs)

    return make
