from django.urls import path

from community.notifications import views

app_name = "notifications"
urlpatterns = [
    path("", views.inbox, name="inbox"),
    path("<int:pk>/", views.open_notification, name="open_notification"),
    path("all-read/", views.mark_all_read, name="mark_all_read"),
    path("mail/", views.set_mail, name="set_mail"),
    path("no-mail/<str:token>/", views.unsubscribe, name="unsubscribe"),
]
