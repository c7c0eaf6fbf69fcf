"""What happens when Wagtail publishes, unpublishes, moves, restricts or deletes a page, or stores a picture."""

from typing import Any

from django.db.models.signals import post_delete, post_save, pre_delete, pre_save
from wagtail.images import get_image_model
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_published, page_unpublished, post_page_move

from cms.indexing import drop_page, index_page
from cms.models import BasePage, LessonPage
from cms.pictures import clean_picture
from cms.telling import tell_lesson


def connect() -> None:
    """Once, when the app is ready."""
    page_published.connect(_published, dispatch_uid="cms.search.published")
    page_published.connect(_lesson_published, sender=LessonPage, dispatch_uid="cms.lesson.published")
    page_unpublished.connect(_gone, dispatch_uid="cms.search.unpublished")
    pre_delete.connect(_gone, dispatch_uid="cms.search.deleted")
    post_page_move.connect(_moved, dispatch_uid="cms.search.moved")
    post_save.connect(_restricted, sender=PageViewRestriction, dispatch_uid="cms.search.restricted")
    post_delete.connect(_restricted, sender=PageViewRestriction, dispatch_uid="cms.search.unrestricted")
    pre_save.connect(_saving_picture, sender=get_image_model(), dispatch_uid="cms.pictures.saving")


def _published(instance: Page, **kwargs: Any) -> None:
    if isinstance(instance, BasePage):
        index_page(instance)


def _lesson_published(instance: LessonPage, revision: Any = None, **kwargs: Any) -> None:
    tell_lesson(instance, revision.user if revision else None)


def _gone(instance: Any, **kwargs: Any) -> None:
    if isinstance(instance, BasePage):
        drop_page(instance)


def _moved(instance: Page, **kwargs: Any) -> None:
    """The addresses of this page and of all below it have changed."""
    _index_from(instance)


def _restricted(instance: PageViewRestriction, **kwargs: Any) -> None:
    """Who may read this page and all below it has changed."""
    _index_from(instance.page)


def _index_from(top: Page) -> None:
    for page in Page.objects.descendant_of(top, inclusive=True).live().specific():
        _published(page)


def _saving_picture(instance: Any, **kwargs: Any) -> None:
    """Also what comes from elsewhere than the editor's form."""
    clean_picture(instance)
