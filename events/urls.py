"""Addresses of talks that are no pages: calendar files."""

from django.urls import URLPattern

app_name = "events"

urlpatterns: list[URLPattern] = []
