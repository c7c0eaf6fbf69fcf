"""Where a page offers to report what is on it."""

from typing import Any

from django import template
from django.urls import reverse

from community.moderation import permissions

register = template.Library()


@register.inclusion_tag("moderation/report_link.html")
def report_link(kind: str, object_id: object) -> dict[str, Any]:
    """A link to the form that reports this thing."""
    return {"url": reverse("moderation:report_content", args=[kind, object_id])}


@register.simple_tag(takes_context=True)
def can_decide_reports(context: dict[str, Any]) -> bool:
    """Whether to show the way to the moderators' desk."""
    return permissions.can_decide_reports(context["user"])
