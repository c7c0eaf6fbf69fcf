from django.urls import path

from community.tokens import views

app_name = "tokens"
urlpatterns = [
    path("", views.access, name="access"),
    path("<int:pk>/revoke/", views.revoke, name="revoke"),
]
