"""Saying that something should not be there (Digital Services Act, Article 16)."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from community.lib import ratelimit
from community.lib.fold import clean
from community.moderation import registry
from community.moderation.errors import ContentNotFound, TooManyReports
from community.moderation.models import Report
from community.moderation.permissions import can_report_content
from community.people.models import User
from community.people.permissions import Person

MAX_REPORTS_PER_DAY = 30
OF_A_GUEST = (5, 3600)  # reports, seconds: each of them sends a mail to an address that nobody has checked


@dataclass(frozen=True)
class Notifier:
    """Somebody without an account who reports something. `place` is what their reports are counted by."""

    name: str
    email: str
    place: str


@transaction.atomic
def report_content(
    reporter: Person,
    kind: str,
    object_id: object,
    reason: str,
    details: str = "",
    *,
    good_faith: bool = True,
    notifier: Notifier | None = None,
) -> Report:
    """Put a thing into the moderators' queue. Reporting it again while the first report is open changes nothing.

    Guests report too, with a `notifier`, what they can see (Article 16.1: anybody). Raises PermissionDenied,
    ContentNotFound or TooManyReports.
    """
    if not can_report_content(reporter) and notifier is None:
        raise PermissionDenied
    found, content = find_content(reporter, kind, object_id)
    _refuse_floods(reporter, notifier)
    report, is_new = Report.objects.get_or_create(
        **_named(reporter, notifier),
        kind=kind,
        object_id=str(content.pk),  # as it is, not as it was asked for: "030" is 30
        decision=None,
        defaults={
            "url": found.url(content),
            "title": clean(found.title(content))[:255],
            "reason": reason,
            "details": clean(details),
            "good_faith": good_faith,
        },
    )
    if is_new:
        registry.announce_report(report)
    return report


def find_content(user: Person, kind: str, object_id: object) -> tuple[registry.Kind, Any]:
    """The kind and the thing itself, for whoever may see it. Raises ContentNotFound."""
    found = registry.get(kind)
    content = found.find(str(object_id)) if found else None
    if found is None or content is None or not found.can_see(user, content):
        raise ContentNotFound(_("There is nothing to report here."))
    return found, content


def _named(reporter: Person, notifier: Notifier | None) -> dict[str, Any]:
    if isinstance(reporter, User):
        return {"reporter": reporter}
    who = notifier or Notifier("", "", "")
    return {"reporter": None, "notifier_name": clean(who.name)[:120], "notifier_email": who.email}


def _refuse_floods(reporter: Person, notifier: Notifier | None) -> None:
    said = _("That is a lot of reports for one day. Please write to the moderators instead.")
    if isinstance(reporter, User):
        since = timezone.now() - timedelta(days=1)
        if Report.objects.filter(reporter=reporter, created_at__gte=since).count() >= MAX_REPORTS_PER_DAY:
            raise TooManyReports(said)
    elif notifier and any(ratelimit.allow(f"report:{key}", *OF_A_GUEST) for key in _counted(notifier)):
        raise TooManyReports(said)


def _counted(notifier: Notifier) -> list[str]:
    """By where they are, and by where the mail goes."""
    return [key for key in (notifier.place, notifier.email.lower()) if key]
