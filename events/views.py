"""Addresses of talks that are no pages: calendar files, and what moderators do after a talk."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from community.lib import atom, webvtt
from community.live.actions import set_recording
from community.people.models import User
from events import queries
from events.actions import Carried, settle_questions
from events.actions.publishing import ANCHOR_KIND
from events.calendars import calendar_file, entry_of
from events.errors import EventError
from events.feeds import talk_feed
from events.forms import Decision, MomentsForm, decided, settle_forms
from events.models import TalkPage, TalksIndexPage
from events.moments import film_length, recording_began
from events.permissions import can_adjust_moments, can_carry_questions
from forum.queries import topic_for, topic_url


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


@require_safe
def feed(request: HttpRequest) -> HttpResponseBase:
    """The talks that were announced last, for programs that read many places at once."""
    index = TalksIndexPage.objects.live().public().first()
    if index is None:
        raise Http404
    return atom.answer(request, talk_feed(index))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def carry(request: HttpRequest, pk: int) -> HttpResponse:
    """Decide about the questions that stayed open: which go on in the forum, in which words, and which do not."""
    talk = _talk_to_carry(request, pk)
    data = request.POST if request.method == "POST" else None
    forms = settle_forms(queries.questions_to_settle(talk), data)
    if data is None or not all(form.is_valid() for form in forms):
        status = 200 if data is None else 400
        return render(request, "events/carry.html", {"talk": talk, "forms": forms, **_topic_of(talk)}, status=status)
    try:
        done = settle_questions(
            cast(User, request.user),
            talk,
            carry=decided(forms, Decision.CARRY, "wording"),
            decline=decided(forms, Decision.DECLINE, "reason"),
        )
    except EventError as error:
        messages.error(request, str(error))
        return redirect(talk.url)
    messages.success(request, _said(done))
    return redirect(topic_url(done.topic))


def _topic_of(talk: TalkPage) -> dict[str, Any]:
    topic = topic_for(ANCHOR_KIND, talk.pk)
    return {"topic": topic, "topic_url": topic_url(topic) if topic else ""}


def _said(done: Carried) -> str:
    carried = ngettext(
        "%(number)d question is in the forum now.", "%(number)d questions are in the forum now.", done.carried
    ) % {"number": done.carried}
    declined = ngettext("%(number)d is declined.", "%(number)d are declined.", done.declined) % {
        "number": done.declined
    }
    return f"{carried} {declined}" if done.declined else carried


@require_safe
def chapter_track(request: HttpRequest, pk: int) -> HttpResponse:
    """The answered questions as chapters of the recording, in the form that players read (WebVTT)."""
    talk = get_object_or_404(TalkPage.objects.visible(), pk=pk)
    found = queries.chapters_of(talk)
    if not found:
        raise Http404
    text = webvtt.chapter_file([(one.seconds, one.question.text) for one in found], film_length(talk))
    return HttpResponse(text, content_type="text/vtt; charset=utf-8")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def moments(request: HttpRequest, pk: int) -> HttpResponse:
    """Say when the recording began, and move all its moments at once."""
    talk = get_object_or_404(TalkPage.objects.live(), pk=pk)
    room = talk.room
    if room is None or not can_adjust_moments(cast(User, request.user), talk):
        raise Http404
    form = MomentsForm(talk, request.POST if request.method == "POST" else None)
    if form.is_valid():
        set_recording(room, started_at=form.cleaned_data["started"], shift=form.cleaned_data["shift"])
        messages.success(request, _("The moments are adjusted."))
        return redirect(f"{talk.url}#recording")
    context = {"talk": talk, "room": room, "form": form, "samples": queries.moment_samples(talk)}
    context["began"] = recording_began(talk, room)
    return render(request, "events/moments.html", context, status=400 if form.is_bound else 200)


def _talk_to_carry(request: HttpRequest, pk: int) -> TalkPage:
    talk = get_object_or_404(TalkPage.objects.live(), pk=pk)
    if not can_carry_questions(cast(User, request.user), talk):
        raise Http404
    return talk
