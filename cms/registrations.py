"""What the floors below are told about pages."""

from collections.abc import Collection
from functools import partial

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cms import following, telling
from cms.indexing import documents_of
from cms.models import BasePage, CoursePage, LessonPage, TextPage
from cms.queries import readable_pages
from community.people.permissions import Person
from community.search import registry as search
from community.search.models import PUBLIC


def register() -> None:
    """Once, when the app is ready."""
    make_findable(CoursePage, _("Courses"))
    make_findable(LessonPage, _("Lessons"))
    make_findable(TextPage, _("Pages"))
    following.register()
    telling.register()


def make_findable(model: type[BasePage], label: str | Promise) -> None:
    """Let the published pages of a type be found by everyone."""
    search.register(
        model.search_kind,
        label=label,
        visible=_public,
        readable=partial(_readable, model),
        documents=partial(documents_of, model),
    )


def _public(user: Person) -> Q:
    return Q(audience=PUBLIC)


def _readable(model: type[BasePage], user: Person, object_ids: Collection[str]) -> set[str]:
    """A page may have been restricted, or one above it, since it was indexed: ask now."""
    pages = readable_pages(model._default_manager.filter(pk__in=object_ids))
    return {str(pk) for pk in pages.values_list("pk", flat=True)}
