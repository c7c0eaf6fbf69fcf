"""What the floors below are told about pages."""

from functools import partial

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cms.indexing import documents_of
from cms.models import BasePage, CoursePage, LessonPage, TextPage
from community.people.permissions import Person
from community.search import registry as search
from community.search.models import PUBLIC


def register() -> None:
    """Once, when the app is ready."""
    make_findable(CoursePage, _("Courses"))
    make_findable(LessonPage, _("Lessons"))
    make_findable(TextPage, _("Pages"))


def make_findable(model: type[BasePage], label: str | Promise) -> None:
    """Let the published pages of a type be found by everyone."""
    search.register(model.search_kind, label=label, visible=_public, documents=partial(documents_of, model))


def _public(user: Person) -> Q:
    return Q(audience=PUBLIC)
