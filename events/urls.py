"""Addresses of talks that are no pages: calendar files, and carrying questions over."""

from django.urls import path

from events import views

app_name = "events"

urlpatterns = [
    path("talks/<int:pk>/carry", views.carry, name="carry"),
    path("talks/<str:series>/calendar.ics", views.series_calendar, name="series-calendar"),
    path("talks/<str:series>/<str:talk>/calendar.ics", views.talk_calendar, name="talk-calendar"),
]
