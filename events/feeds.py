"""Talks as a feed: the ones that were announced last."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _

from community.lib.atom import MOST, Entry, Feed
from events.models import TalkPage, TalksIndexPage
from events.queries import with_series


def talk_feed(index: TalksIndexPage) -> Feed:
    """In the order in which they were published, not that in which they take place: a feed tells what is new."""
    talks = TalkPage.objects.descendant_of(index).visible().order_by("-first_published_at", "-pk")[:MOST]
    return Feed(
        home=settings.WAGTAILADMIN_BASE_URL,
        url=index.url,
        address=reverse("events:feed"),
        title=f"{index.title} · {settings.SITE_NAME}",
        opened=index.first_published_at or timezone.now(),
        entries=[_entry(talk) for talk in with_series(talks)],
    )


def _entry(talk: TalkPage) -> Entry:
    announced = talk.first_published_at or talk.starts_at
    when = _("%(day)s, %(time)s") % {"day": date_format(talk.day, "l j F Y"), "time": talk.time_label}
    return Entry(
        url=talk.url,
        title=talk.title,
        author=talk.organiser_label or settings.SITE_NAME,
        published=announced,
        updated=talk.last_published_at or announced,
        html=format_html("<p><strong>{}</strong></p><p>{}</p>", when, talk.teaser),
    )
