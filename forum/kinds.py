"""What a topic is for: a case and an offer have parts, which become headed sections of the first post.

The parts are kept beside the post, so that whoever edits it finds them again. A post that is edited as one text
becomes one text.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from forum.models import TopicDetail

Kind = TopicDetail.Kind


@dataclass(frozen=True)
class Part:
    """One question that the author answers. Its heading is written in the language of the topic."""

    name: str
    heading: str | Promise
    hint: str | Promise
    required: bool = True


PARTS: dict[str, list[Part]] = {
    Kind.CASE: [
        Part("context", _("Context"), _("Who you are and what the matter was: region, sector, how many members.")),
        Part("did", _("What we did"), _("The steps, in the order in which you took them.")),
        Part("result", _("Result"), _("What changed, in figures if you have them.")),
        Part(
            "differently",
            _("What we would do differently"),
            _("What others learn most from. Leave it empty if nothing comes to mind."),
            required=False,
        ),
    ],
    Kind.OFFER: [
        Part("what", _("What we offer"), _("Experience, a visit, a template, an hour of your time.")),
        Part("whom", _("For whom"), _("Who can use it, and how they take it up."), required=False),
    ],
}
HINTS: dict[str, str | Promise] = {
    Kind.QUESTION: _("One question. You choose the reply that answers it."),
    Kind.CASE: _("What you did at home and what came of it."),
    Kind.OFFER: _("Something that others can have from you."),
    Kind.DISCUSSION: _("A matter to talk about, without one right answer."),
    Kind.ANNOUNCEMENT: _("News from moderators and organisers."),
}


def compose(kind: str, sections: Mapping[str, str], language: str) -> str:
    """The parts as one text in Markdown, each below its heading; empty ones are left out."""
    with translation.override(language):
        written = [(str(part.heading), sections.get(part.name, "").strip()) for part in PARTS.get(kind, [])]
    return "\n\n".join(f"## {heading}\n\n{words}" for heading, words in written if words)


@dataclass(frozen=True)
class OfferedKind:
    """A kind of topic that this author may choose."""

    value: str
    label: str | Promise
    hint: str | Promise
    current: bool


def kind_named(name: str) -> Kind:
    """The kind of that name; a question, where no kind or one that does not exist is asked for."""
    return Kind(name) if name in Kind.values else Kind.QUESTION


def offered(chosen: Kind, *, announcements: bool) -> list[OfferedKind]:
    """The kinds to choose from, with the chosen one marked."""
    return [
        OfferedKind(kind.value, kind.label, HINTS[kind], kind == chosen)
        for kind in (Kind.QUESTION, Kind.CASE, Kind.OFFER, Kind.DISCUSSION, Kind.ANNOUNCEMENT)
        if announcements or kind != Kind.ANNOUNCEMENT
    ]
