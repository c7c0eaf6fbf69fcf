"""What templates ask about talks. The home page shows them too, one floor below."""

from django import template
from django.http import HttpRequest
from django.template.context import Context
from django.urls import reverse
from wagtail.models import Page

from community.live.models import Question, Room
from community.live.permissions import can_moderate_room
from events import queries
from events.models import SeriesPage, TalkPage
from events.permissions import can_carry_questions

register = template.Library()


@register.simple_tag
def upcoming_talks(limit: int = 3) -> list[TalkPage]:
    """The next talks of all series: `{% upcoming_talks 3 as talks %}`."""
    return queries.upcoming_talks(limit)


@register.simple_tag
def live_talks() -> list[TalkPage]:
    """The talks that are going on."""
    return queries.live_talks()


@register.simple_tag
def waiting_questions(limit: int = 5) -> list[Question]:
    """Questions from talks that wait for an answer in the forum."""
    return queries.waiting_questions(limit)


@register.simple_tag(takes_context=True)
def talk_lists(context: Context, parent: Page) -> queries.Lists:
    """The talks below a page, by the year and page number that were asked for."""
    asked = context["request"].GET
    return queries.talk_lists(parent, asked.get("year", ""), asked.get("page", 1))


@register.simple_tag(takes_context=True)
def discussion_of(context: Context, talk: TalkPage) -> queries.Discussion:
    """What is said about a talk: `{% discussion_of page as discussion %}`."""
    return queries.discussion_of(talk, context["request"].user)


@register.simple_tag(takes_context=True)
def talk_to_carry(context: Context, room: Room) -> TalkPage | None:
    """The talk of a room, for whoever may carry its questions into the forum once it has begun."""
    if not can_moderate_room(context["user"], room):
        return None
    talk = queries.talk_of_room(room)
    return talk if talk and talk.state != "upcoming" and can_carry_questions(context["user"], talk) else None


@register.filter
def calendar_url(page: TalkPage | SeriesPage) -> str:
    """Where the calendar file of a talk or of a series is."""
    if isinstance(page, SeriesPage):
        return reverse("events:series-calendar", args=[page.slug])
    return reverse("events:talk-calendar", args=[page.series.slug, page.slug])


@register.filter
def webcal(request: HttpRequest, path: str) -> str:
    """The same address as one to subscribe to, which a calendar program opens."""
    return f"webcal://{request.get_host()}{path}"
