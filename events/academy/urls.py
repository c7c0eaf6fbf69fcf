from django.urls import URLPattern

app_name = "academy"

urlpatterns: list[URLPattern] = []
