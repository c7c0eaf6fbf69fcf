from django.urls import path

from community.front import views

app_name = "front"
urlpatterns = [
    path("search/", views.search, name="search"),
    path("unanswered/", views.unanswered, name="unanswered"),
]
