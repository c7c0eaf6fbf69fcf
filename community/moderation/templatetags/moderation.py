"""Where a page offers to report what is on it."""

from typing import Any

from django import template
from django.urls import reverse

from community.moderation import permissions
from community.moderation.standing import suspension_of
from community.people.models import User

register = template.Library()


@register.inclusion_tag("moderation/report_link.html")
def report_link(kind: str, object_id: object) -> dict[str, Any]:
    """A link to the form that reports this thing."""
    return {"url": reverse("moderation:report_content", args=[kind, object_id])}


@register.simple_tag(takes_context=True)
def can_decide_reports(context: dict[str, Any]) -> bool:
    """Whether to show the way to the moderators' desk."""
    return permissions.can_decide_reports(context["user"])


@register.inclusion_tag("moderation/suspension_link.html", takes_context=True)
def suspension_link(context: dict[str, Any], member: User) -> dict[str, Any]:
    """For whoever may suspend this member: the way there, or to the decision that stands."""
    may = permissions.can_suspend_member(context["user"], member)
    return {"member": member, "may": may, "standing": suspension_of(member) if may else None}
