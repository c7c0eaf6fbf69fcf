"""Short addresses to say aloud and to print as a QR code."""

from django.urls import path

from community.live.views import guests

app_name = "join"

urlpatterns = [
    path("", guests.enter_code, name="code"),
    path("<str:code>/", guests.join_room, name="room"),
]
