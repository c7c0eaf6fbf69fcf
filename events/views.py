"""Addresses of talks that are no pages: calendar files, and carrying questions over."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from community.people.models import User
from events import queries
from events.actions import carry_questions
from events.calendars import calendar_file, entry_of
from events.errors import EventError
from events.models import TalkPage
from events.permissions import can_carry_questions
from forum.queries import topic_url


@require_safe
def talk_calendar(request: HttpRequest, series: str, talk: str) -> HttpResponse:
    """One talk as a calendar file."""
    found = queries.find_talk(series, talk)
    if found is None:
        raise Http404
    return calendar_file([entry_of(found, request.build_absolute_uri)], found.slug)


@require_safe
def series_calendar(request: HttpRequest, series: str) -> HttpResponse:
    """All talks of a series, to subscribe to."""
    found = queries.find_series(series)
    if found is None:
        raise Http404
    talks = TalkPage.objects.child_of(found).visible().order_by("starts_at")
    entries = [entry_of(talk, request.build_absolute_uri) for talk in talks]
    return calendar_file(entries, found.slug, found.title)


@login_required
@require_POST
def carry(request: HttpRequest, pk: int) -> HttpResponse:
    """Carry what stayed open in the talk's room into the forum, and show the topic."""
    talk = _talk_to_carry(request, pk)
    try:
        topic = carry_questions(cast(User, request.user), talk)
    except EventError as error:
        messages.error(request, str(error))
        return redirect(talk.url)
    messages.success(request, _("The open questions are in the forum now, each as a post of its own."))
    return redirect(topic_url(topic))


def _talk_to_carry(request: HttpRequest, pk: int) -> TalkPage:
    talk = get_object_or_404(TalkPage.objects.live(), pk=pk)
    if not can_carry_questions(cast(User, request.user), talk):
        raise Http404
    return talk
