from django.urls import path

from events.academy import views

app_name = "academy"

urlpatterns = [
    path("", views.editions, name="editions"),
    path("<slug:slug>/", views.edition, name="edition"),
    path("<slug:slug>/calendar.ics", views.edition_calendar, name="edition-calendar"),
]
