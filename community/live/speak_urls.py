"""Personal links of speakers."""

from django.urls import path

from community.live.views import speak

app_name = "speak"

urlpatterns = [
    path("<str:token>/", speak.desk, name="desk"),
    path("<str:token>/events", speak.events, name="events"),
    path("<str:token>/undo", speak.undo, name="undo"),
    path("<str:token>/questions/<int:pk>/<slug:verb>", speak.change_question, name="change-question"),
]
