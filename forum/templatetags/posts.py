"""Posts where only their words fit, and moments as people say them."""

from datetime import datetime

from django import template
from django.template.context import Context
from django.utils import timezone
from django.utils.dateformat import format as in_words
from django.utils.translation import gettext as _

from community.lib.markdown import to_text
from forum.engine import Post
from forum.helping import questions_in_hand
from forum.models import PostDetail

register = template.Library()


@register.filter
def words(post: Post) -> str:
    """What a post says, without its marks, on one line."""
    return to_text(post.content.raw)


@register.filter
def since_day(moment: datetime) -> str:
    """A moment as people say it: "10:20", "yesterday", "Tuesday", "3 November"."""
    local, now = timezone.localtime(moment), timezone.localtime()
    days = (now.date() - local.date()).days
    if days == 0:
        return in_words(local, "H:i")
    if days == 1:
        return _("yesterday")
    return in_words(local, "l") if days < 7 else in_words(local, "j F" if days < 300 else "j F Y")


@register.simple_tag(takes_context=True)
def own_questions(context: Context) -> list[PostDetail]:
    """The open questions that a facilitator gave to this reader: `{% own_questions as questions %}`."""
    return questions_in_hand(context["request"].user)
