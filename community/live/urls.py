from django.urls import path

from community.live.views import chat, guests, questions, rehearsal, rooms

app_name = "live"

urlpatterns = [
    path("", rooms.rooms, name="rooms"),
    path("<slug:slug>/", rooms.room, name="room"),
    path("<slug:slug>/leave", guests.leave_room, name="leave"),
    path("<slug:slug>/events", rooms.events, name="events"),
    path("<slug:slug>/rehearsal", rehearsal.rehearse, name="rehearse"),
    path("<slug:slug>/messages", chat.post_message, name="post-message"),
    path("<slug:slug>/messages/<int:pk>/hide", chat.hide_message, name="hide-message"),
    path("<slug:slug>/questions", questions.ask, name="ask"),
    path("<slug:slug>/questions/<int:pk>/<slug:verb>", questions.change_question, name="change-question"),
]
