"""What stands around the box that people write in: where it saves drafts and files, and what it warns of."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from community.lib import markdown
from community.people.models import User
from community.people.permissions import Person
from forum.engine import Forum, Post, Topic
from forum.forms import ReplyForm, WritingForm
from forum.mentions import mentioned_in
from forum.models import Draft
from forum.permissions import can_read_words
from forum.queries import find_post, post_of_form
from forum.quoting import author_name, quote_of
from forum.references import references_in
from forum.views.fetching import member
from forum.views.files import store_chosen

Form = TypeVar("Form", bound=WritingForm)


@dataclass(frozen=True)
class Composer:
    """One box to write in. Without a place, as when a post is changed, no draft is kept."""

    writer: User
    forum: Forum
    place: Topic | Forum | None = None
    draft: Draft | None = None
    reply_to: Post | None = None

    @property
    def answered_name(self) -> str:
        return author_name(self.reply_to) if self.reply_to else ""

    @property
    def draft_url(self) -> str:
        if self.place is None:
            return ""
        name = "forum:draft_reply" if isinstance(self.place, Topic) else "forum:draft_topic"
        return reverse(name, args=[self.place.pk])


def draft_for(user: Person, place: Topic | Forum) -> Draft | None:
    if not user.is_authenticated:
        return None
    where: dict[str, Any] = {"topic": place} if isinstance(place, Topic) else {"forum": place}
    draft = Draft.objects.of(user).filter(**where).first()
    # One that was saved at the very moment in which its text was posted came too late to be dropped with it.
    return None if draft and post_of_form(user, draft.client_id) else draft


def words_of(draft: Draft | None) -> dict[str, Any]:
    """A draft as what its form begins with; its number goes along, so that it makes one post wherever it is sent."""
    if draft is None:
        return {}
    words = {"content": draft.content, "client_id": draft.client_id, "revision": draft.revision}
    return {**draft.choices, **words} | ({"subject": draft.subject} if draft.subject else {})


def reply_form(request: HttpRequest, topic: Topic, draft: Draft | None) -> tuple[ReplyForm, Post | None]:
    """The form for a reply with what is known already: the draft, the post that is answered, the words quoted."""
    words = words_of(draft)
    answered = named_post(
        request.user, topic, request.GET.get("to") or request.GET.get("reply") or words.get("reply_to")
    )
    quoted = named_post(request.user, topic, request.GET.get("quote"))
    if quoted is not None:
        answered = answered or quoted
        words["content"] = f"{words.get('content', '')}\n\n{quote_of(quoted)}".lstrip()
    words["reply_to"] = answered.pk if answered else None
    return ReplyForm(initial=words), answered


def reply_box(request: HttpRequest, topic: Topic) -> dict[str, Any]:
    """What stands below a topic: an empty box, or what was begun there and waits to be continued or thrown away."""
    draft = draft_for(request.user, topic) if getattr(topic, "has_draft", False) else None
    if draft is not None:
        return {"draft": draft}
    form, answered = reply_form(request, topic, None)
    return {"form": form, "composer": Composer(member(request), topic.forum, topic, reply_to=answered)}


def named_post(user: Person, topic: Topic, pk: Any) -> Post | None:
    """The post of this topic with that number, if the user can read it; odd numbers are no post."""
    text = str(pk or "")
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        return None
    post = find_post(int(text))
    if post is None or post.topic_id != topic.pk or not can_read_words(user, post):
        return None
    return post


def bound(request: HttpRequest, forum: Forum, make: Callable[..., Form]) -> Form:
    """The form with what was typed, and with the files that came along put down below the text.

    Where files were only to be added, nothing else is looked at yet.
    """
    typed, wrongs = _with_files(request, forum)
    if "attach" in request.POST and not wrongs:
        several = {"ecosystems"}
        return make(initial={name: values if name in several else values[-1] for name, values in typed.lists()})
    form = make(data=typed)
    for wrong in wrongs:
        form.is_valid()
        form.add_error(form.text_field, wrong)
        form.status = 422
    return form


def _with_files(request: HttpRequest, forum: Forum) -> tuple[QueryDict, list[str]]:
    if not request.FILES:
        return request.POST, []
    added, wrongs = store_chosen(request, forum)
    typed = request.POST.copy()
    box = next((name for name in typed if name.startswith("part_")), "content")
    typed[box] = f"{typed.get(box, '').rstrip()}\n\n{added}".strip()
    return typed, wrongs


def looked_at(text: str, forum: Forum, writer: User, post: Post | None = None) -> dict[str, Any]:
    """A text as the post will show it, and what its author should know before (safety C3: one renderer)."""
    try:
        known = references_in(text, forum, writer, post).known
    except ValidationError as error:
        return {"preview": markdown.render(text), "warnings": error.messages}
    return {"preview": markdown.render(text, known), "warnings": warnings_about(text, forum)}


def warnings_about(text: str, forum: Forum) -> list[str]:
    """A sentence about each member who is named and cannot read it."""
    said = _("%(name)s cannot read this forum, and will not hear that you wrote the name.")
    return [said % {"name": user.display_name} for user in mentioned_in(text, forum).outsiders]
