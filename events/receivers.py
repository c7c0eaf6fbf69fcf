"""What happens when Wagtail publishes a talk, and when an editor begins the next one."""

from typing import Any

from wagtail.models import Page
from wagtail.signals import init_new_page, page_published, page_unpublished

from events.actions import open_talk, withdraw_talk
from events.models import SeriesPage, TalkPage
from events.prefilling import prefill


def connect() -> None:
    """Once, when the app is ready."""
    page_published.connect(_published, sender=TalkPage, dispatch_uid="events.talk.published")
    page_unpublished.connect(_unpublished, sender=TalkPage, dispatch_uid="events.talk.unpublished")
    init_new_page.connect(_begun, dispatch_uid="events.talk.begun")


def _published(instance: TalkPage, revision: Any = None, **kwargs: Any) -> None:
    # The signal also comes when a first publication is only planned for later.
    if instance.live:
        open_talk(instance, revision.user if revision else None)


def _unpublished(instance: TalkPage, **kwargs: Any) -> None:
    withdraw_talk(instance)


def _begun(page: Page, parent: Page, **kwargs: Any) -> None:
    series = parent.specific
    if isinstance(page, TalkPage) and isinstance(series, SeriesPage):
        prefill(page, series)
