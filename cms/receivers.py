"""What happens when Wagtail publishes, unpublishes, moves or deletes a page of ours: the search learns of it."""

from typing import Any

from django.db.models.signals import pre_delete
from wagtail.models import Page
from wagtail.signals import page_published, page_unpublished, post_page_move

from cms.indexing import drop_page, index_page
from cms.models import BasePage


def connect() -> None:
    """Once, when the app is ready."""
    page_published.connect(_published, dispatch_uid="cms.search.published")
    page_unpublished.connect(_gone, dispatch_uid="cms.search.unpublished")
    pre_delete.connect(_gone, dispatch_uid="cms.search.deleted")
    post_page_move.connect(_moved, dispatch_uid="cms.search.moved")


def _published(instance: Page, **kwargs: Any) -> None:
    if isinstance(instance, BasePage):
        index_page(instance)


def _gone(instance: Any, **kwargs: Any) -> None:
    if isinstance(instance, BasePage):
        drop_page(instance)


def _moved(instance: Page, **kwargs: Any) -> None:
    """The addresses of this page and of all below it have changed."""
    for page in Page.objects.descendant_of(instance, inclusive=True).live().specific():
        _published(page)
