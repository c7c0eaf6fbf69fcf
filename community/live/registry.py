"""Where higher floors hang what they add to a room's page, so that this floor needs not know them."""

from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from community.live.models import Room

_ACTION_TEMPLATES: list[str] = []


def register_action(template_name: str) -> None:
    """Draw this template at the head of every room's page, with the page's context and `room`."""
    if template_name not in _ACTION_TEMPLATES:
        _ACTION_TEMPLATES.append(template_name)


def drawn_actions(context: dict[str, Any], room: Room) -> SafeString:
    parts = [render_to_string(name, {**context, "room": room}) for name in _ACTION_TEMPLATES]
    return mark_safe("".join(parts))  # noqa: S308 - rendered templates, escaped by the engine
