"""What every view begins with. What a reader may not see is not there (404)."""

from typing import Any

from django.http import Http404, HttpRequest

from community.moderation import actions, permissions, registry
from community.moderation.models import Subject
from community.people.models import User


def moderator(request: HttpRequest) -> User:
    if not permissions.can_decide_reports(request.user):
        raise Http404
    return request.user


def content_or_404(request: HttpRequest, kind: str, object_id: str) -> tuple[registry.Kind, Any]:
    try:
        return actions.find_content(request.user, kind, object_id)
    except actions.ContentNotFound:
        raise Http404 from None


def shown_subject(subject: Subject) -> dict[str, Any]:
    """The thing as it stands now, for the page on which a moderator decides about it."""
    kind, content, author = actions.subject_of(subject)
    text = kind.text(content) if kind and kind.text and content is not None else ""
    return {"text": text, "gone": content is None, "author": author}
