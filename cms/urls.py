"""Addresses of the training that are no pages."""

from django.urls import path

import community.lib.row_numbers  # noqa: F401 - makes <row:…> known
from cms import views

app_name = "training"

urlpatterns = [path("training/lesson/<row:pk>/ask", views.ask, name="ask")]
