"""How many unread notifications there are, how something is followed, and what a mail needs."""

from datetime import date
from typing import Any

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from community.lib import markdown
from community.notifications.queries import level_of, unread_of

register = template.Library()


@register.simple_tag(takes_context=True)
def unread_notifications(context: dict[str, Any]) -> int:
    """The number for whoever is signed in, counted once per request; 0 for guests."""
    request = context.get("request")
    return unread_of(request) if request is not None else 0


@register.filter
def whole_addresses(html: str, home: str) -> SafeString:
    """The HTML of a post as it goes into a mail."""
    return markdown.for_mail(html, home)


@register.simple_tag
def day_name(day: date) -> str:
    """Say "Today", "Yesterday", or the date."""
    ago = (timezone.localdate() - day).days
    near = {0: _("Today"), 1: _("Yesterday")}
    return near.get(ago) or date_format(day, "l j F" if ago < 300 else "j F Y")


@register.inclusion_tag("notifications/follow.html", takes_context=True)
def follow_control(
    context: dict[str, Any], kind: str, object_id: object, title: str, level: str | None = None
) -> dict[str, Any]:
    """The control by which a member follows what a page is about; nothing for guests. `level`: where it is known."""
    request = context["request"]
    member = request.user if request.user.is_authenticated else None
    return {
        "member": member,
        "level": level_of(member, kind, object_id) if member and level is None else level,
        "kind": kind,
        "object_id": object_id,
        "title": title,
        "request": request,
        "csrf_token": context.get("csrf_token"),
    }
