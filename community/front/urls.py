from django.urls import path

from community.front import suggesting, views

app_name = "front"
urlpatterns = [
    path("search/", views.search, name="search"),
    path("search/suggestions/", suggesting.suggestions, name="suggestions"),
    path("unanswered/", views.unanswered, name="unanswered"),
]
