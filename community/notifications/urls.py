from django.urls import path

from community.notifications.views import dead, following, inbox

app_name = "notifications"
urlpatterns = [
    path("", inbox.inbox, name="inbox"),
    path("<int:pk>/", inbox.open_notification, name="open_notification"),
    path("<int:pk>/read/", inbox.mark_read, name="mark_read"),
    path("<int:pk>/go/", inbox.go, name="go"),
    path("all-read/", inbox.mark_all_read, name="mark_all_read"),
    path("unread/", inbox.unread, name="unread"),
    path("following/", following.following, name="following"),
    path("follow/", following.follow, name="follow"),
    path("no-mail/<str:token>/", following.unsubscribe, name="unsubscribe"),
    path("given-up/", dead.dead, name="dead"),
    path("given-up/<int:pk>/", dead.try_again, name="try_again"),
]
