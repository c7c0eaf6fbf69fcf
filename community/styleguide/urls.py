from django.urls import path

from community.styleguide import views

urlpatterns = [path("", views.styleguide, name="styleguide")]
