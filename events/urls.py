"""Addresses of talks that are no pages: calendar files, chapters, and what moderators do after a talk."""

from django.urls import path

import community.lib.row_numbers  # noqa: F401 - makes <row:…> known
from events import views

app_name = "events"

urlpatterns = [
    path("talks/feed.atom", views.feed, name="feed"),
    path("talks/<row:pk>/carry", views.carry, name="carry"),
    path("talks/<row:pk>/moments", views.moments, name="moments"),
    path("talks/<row:pk>/chapters.vtt", views.chapter_track, name="chapters"),
    path("talks/<str:series>/calendar.ics", views.series_calendar, name="series-calendar"),
    path("talks/<str:series>/<str:talk>/calendar.ics", views.talk_calendar, name="talk-calendar"),
]
