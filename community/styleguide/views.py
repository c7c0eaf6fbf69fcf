"""The components on one page, for whoever builds pages; mounted in development only."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def styleguide(request: HttpRequest) -> HttpResponse:
    return render(request, "styleguide/index.html")
