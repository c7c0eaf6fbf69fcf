"""Editions of the academy: the list, one edition, its calendar."""

from uuid import NAMESPACE_URL, uuid5

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from events.academy import queries
from events.academy.models import Edition, Session
from events.calendars import Absolute, Entry, calendar_file
from forum.queries import Crumb


@require_safe
def editions(request: HttpRequest) -> HttpResponse:
    return render(request, "academy/editions.html", {"editions": queries.listed_editions()})


@require_safe
def edition(request: HttpRequest, slug: str) -> HttpResponse:
    """The programme for everyone; who takes part and where they talk for its members."""
    found = _edition_to_read(request, slug)
    membership = queries.membership_of(request.user, found)
    forum_url = queries.forum_url_for(request.user, found)
    context = {
        "edition": found,
        "crumbs": [Crumb("Intersession", "/"), Crumb(_("Editions"), reverse("academy:editions"))],
        "days": queries.programme_of(found),
        "next_session": found.next_session(),
        "membership": membership,
        "forum_url": forum_url,
        "rooms": queries.rooms_for(request.user, found),
        # Whoever may enter the forum meets everyone there anyway.
        "members": queries.members_of(found) if forum_url else [],
    }
    return render(request, "academy/edition.html", context)


@require_safe
def edition_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """All sessions of an edition, to subscribe to."""
    found = _edition_to_read(request, slug)
    sessions = found.sessions.order_by("starts_at")
    entries = [_entry_of(session, found, request.build_absolute_uri) for session in sessions]
    return calendar_file(entries, found.slug, str(found))


def _edition_to_read(request: HttpRequest, slug: str) -> Edition:
    found = queries.find_edition(request.user, slug)
    if found is None:
        raise Http404
    return found


def _entry_of(session: Session, edition: Edition, absolute: Absolute) -> Entry:
    session.edition = edition
    address = absolute(edition.get_absolute_url())
    return Entry(
        uid=str(uuid5(NAMESPACE_URL, f"intersession:session:{session.pk}")),
        title=session.title,
        text=str(edition),
        url=address,
        location=session.place or session.get_mode_display(),
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        zone=session.zone,
    )
