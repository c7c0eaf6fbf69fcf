from django.urls import path

from community.live import views

app_name = "live"

urlpatterns = [
    path("", views.rooms, name="rooms"),
    path("<slug:slug>/", views.room, name="room"),
    path("<slug:slug>/events", views.events, name="events"),
    path("<slug:slug>/messages", views.post_message, name="post-message"),
    path("<slug:slug>/messages/<int:pk>/hide", views.hide_message, name="hide-message"),
    path("<slug:slug>/questions", views.ask, name="ask"),
    path("<slug:slug>/questions/<int:pk>/<slug:verb>", views.change_question, name="change-question"),
]
