"""Kinds of things that only the tests know, registered for one test."""

import pytest
from django.db.models import Q

from community.people.permissions import is_moderator
from community.search import registry


@pytest.fixture
def kinds():
    """`page` is for everybody; a `post` in the forum "forum:5" is for members of that forum only."""
    before = {kind.name: kind for kind in registry.kinds()}
    for name in before:
        registry.unregister(name)
    members: set[int] = set()

    def visible_post(user) -> Q:
        inside = user.pk in members or is_moderator(user)
        return Q(audience="public") | Q(audience="forum:5") if inside else Q(audience="public")

    registry.register("page", label="Pages", visible=lambda user: Q())
    registry.register("post", label="Posts", visible=visible_post)
    yield members
    for kind in registry.kinds():
        registry.unregister(kind.name)
    for kind in before.values():
        registry.register(
            kind.name,
            label=kind.label,
            visible=kind.visible,
            readable=kind.readable,
            documents=kind.documents,
        )
