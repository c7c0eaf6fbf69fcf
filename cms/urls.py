"""Addresses of the training that are no pages."""

from django.urls import path

from cms import views

app_name = "training"

urlpatterns = [path("training/lesson/<int:pk>/ask", views.ask, name="ask")]
