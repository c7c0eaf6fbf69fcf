from django.urls import path

from community.live.views import chat, desk, guests, moderating, polls, questions, rehearsal, rooms, stage, taking

app_name = "live"

urlpatterns = [
    path("", rooms.rooms, name="rooms"),
    path("<slug:slug>/", rooms.room, name="room"),
    path("<slug:slug>/leave", guests.leave_room, name="leave"),
    path("<slug:slug>/events", rooms.events, name="events"),
    path("<slug:slug>/rehearsal", rehearsal.rehearse, name="rehearse"),
    path("<slug:slug>/messages", chat.post_message, name="post-message"),
    path("<slug:slug>/messages/<int:pk>/", moderating.message, name="message"),
    path("<slug:slug>/messages/<int:pk>/edit", chat.edit_message, name="edit-message"),
    path("<slug:slug>/messages/<int:pk>/react", chat.react, name="react"),
    path("<slug:slug>/messages/<int:pk>/unreact", chat.unreact, name="unreact"),
    path("<slug:slug>/messages/<int:pk>/reason", chat.reason, name="reason"),
    path("<slug:slug>/messages/<int:pk>/<slug:verb>", moderating.change_message, name="change-message"),
    path("<slug:slug>/people/<int:pk>/", moderating.person, name="person"),
    path("<slug:slug>/people/<int:pk>/<slug:verb>", moderating.change_person, name="change-person"),
    path("<slug:slug>/take", taking.take, name="take"),
    path("<slug:slug>/switches", moderating.switch, name="switch"),
    path("<slug:slug>/keep-open", moderating.keep_open, name="keep-open"),
    path("<slug:slug>/questions", questions.ask, name="ask"),
    path("<slug:slug>/desk/", desk.desk, name="desk"),
    path("<slug:slug>/desk/undo", desk.undo, name="desk-undo"),
    path("<slug:slug>/desk/decline", desk.decline_several, name="desk-decline"),
    path("<slug:slug>/desk/merge", desk.merge, name="desk-merge"),
    path("<slug:slug>/desk/speakers/<int:pk>/<slug:verb>", desk.change_link, name="desk-link"),
    path("<slug:slug>/stage/", stage.stage, name="stage"),
    path("<slug:slug>/own", questions.own, name="own"),
    path("<slug:slug>/questions/<int:pk>/<slug:verb>", questions.change_question, name="change-question"),
    path("<slug:slug>/polls", polls.make_poll, name="make-poll"),
    path("<slug:slug>/polls/<int:pk>/vote", polls.vote, name="vote-poll"),
    path("<slug:slug>/polls/<int:pk>/answers", polls.answers, name="poll-answers"),
    path("<slug:slug>/polls/<int:pk>/answers/<slug:verb>", polls.sort_answers, name="sort-answers"),
    path("<slug:slug>/polls/<int:pk>/<slug:verb>", polls.change_poll, name="change-poll"),
]
