"""What templates of any floor ask about editions."""

from django import template
from django.template.context import Context

from events.academy import queries

register = template.Library()


@register.simple_tag(takes_context=True)
def next_for_member(context: Context) -> queries.Next | None:
    """The member's next session and where its edition talks: `{% next_for_member as next %}`."""
    return queries.next_for(context["request"].user)
