"""Where higher floors hang what they add to a room's page, so that this floor needs not know them."""

from collections.abc import Callable
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from community.live.models import Question, Room
from community.people.models import User

Hidden = Callable[[User, Question, str], None]
Restored = Callable[[User, Question], None]

_ACTION_TEMPLATES: list[str] = []
_ON_HIDDEN: list[Hidden] = []
_ON_RESTORED: list[Restored] = []


def register_action(template_name: str) -> None:
    """Draw this template at the head of every room's page, with the page's context and `room`."""
    if template_name not in _ACTION_TEMPLATES:
        _ACTION_TEMPLATES.append(template_name)


def drawn_actions(context: dict[str, Any], room: Room) -> SafeString:
    parts = [render_to_string(name, {**context, "room": room}) for name in _ACTION_TEMPLATES]
    return mark_safe("".join(parts))  # noqa: S308 - rendered templates, escaped by the engine


def on_hidden(callback: Hidden) -> None:
    """Call this with the moderator, the question and the reason when a question is hidden, in the same transaction."""
    if callback not in _ON_HIDDEN:
        _ON_HIDDEN.append(callback)


def on_restored(callback: Restored) -> None:
    """Call this with the moderator and the question before a hidden question is shown again, in the same transaction.

    The question still says when it was hidden, so that what was hidden with it can be told from the rest.
    """
    if callback not in _ON_RESTORED:
        _ON_RESTORED.append(callback)


def tell_hidden(actor: User, question: Question, reason: str) -> None:
    for callback in _ON_HIDDEN:
        callback(actor, question, reason)


def tell_restored(actor: User, question: Question) -> None:
    for callback in _ON_RESTORED:
        callback(actor, question)
