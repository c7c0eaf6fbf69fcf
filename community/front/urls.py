from django.urls import path

from community.front import views

app_name = "front"
urlpatterns = [
    path("search/", views.search, name="search"),
    path("about/", views.standing_page, {"name": "about"}, name="about"),
    path("accessibility/", views.standing_page, {"name": "accessibility"}, name="accessibility"),
    path("privacy/", views.standing_page, {"name": "privacy"}, name="privacy"),
]
