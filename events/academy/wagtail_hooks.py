"""Programmes and editions in the editor. Whoever saves an edition opens its forum to exactly its members."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from events.academy.actions import close_edition, open_edition
from events.academy.models import Edition, Programme


class EditionViewSet(SnippetViewSet):
    model = Edition
    icon = "date"
    menu_label = _("Editions")
    list_display = ["label", "programme", "status", "place"]
    list_filter = ["programme", "status"]
    search_fields = ["label", "place"]


class ProgrammeViewSet(SnippetViewSet):
    model = Programme
    icon = "list-ul"
    menu_label = _("Programmes")
    list_display = ["title", "period"]
    search_fields = ["title"]


class AcademyGroup(SnippetViewSetGroup):
    menu_label = _("Academy")
    menu_icon = "date"
    items = (EditionViewSet, ProgrammeViewSet)


register_snippet(AcademyGroup)


@hooks.register("after_create_snippet")
@hooks.register("after_edit_snippet")
def open_saved_edition(request: HttpRequest, instance: Any) -> None:
    if isinstance(instance, Edition):
        open_edition(Edition.objects.get(pk=instance.pk))


@hooks.register("before_delete_snippet")
def close_deleted_edition(request: HttpRequest, instances: Iterable[Any]) -> None:
    if request.method == "POST":
        for instance in instances:
            if isinstance(instance, Edition):
                close_edition(instance)
