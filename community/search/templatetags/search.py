"""Pieces of the search for pages of any floor."""

from typing import Any

from django import template

from community.people.models import User
from community.search import registry
from community.search.models import SearchEntry
from community.search.queries import recent_by

register = template.Library()


@register.simple_tag(takes_context=True)
def recent_entries(context: dict[str, Any], author: User, limit: int = 5) -> list[SearchEntry]:
    """What a member wrote last, as far as whoever looks at the page may see it."""
    return recent_by(context["request"].user, author, limit)


@register.filter
def kind_label(name: str) -> str:
    """What many things of this kind are called."""
    return registry.label_of(name)
