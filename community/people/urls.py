from django.urls import path

from community.people import views

app_name = "people"
urlpatterns = [
    path("you/", views.profile, name="profile"),
    path("<int:pk>/", views.member, name="member"),
]
