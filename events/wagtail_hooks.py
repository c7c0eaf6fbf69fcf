"""What the editor says about talks."""

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.models import Page

from events.models import TalkPage


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def compare_agenda(request: HttpRequest, page: Page) -> None:
    """Remark when the agenda does not fill the talk, or fills more than it (R-EVT-5). It is saved all the same."""
    if not isinstance(page, TalkPage) or not page.agenda_minutes or page.agenda_minutes == page.minutes:
        return
    sentence = _("The agenda takes %(agenda)d minutes, the talk %(talk)d. Is that as you want it?")
    messages.warning(request, sentence % {"agenda": page.agenda_minutes, "talk": page.minutes})
