from django.urls import path

from community.moderation import views

app_name = "moderation"
urlpatterns = [
    path("report/<slug:kind>/<str:object_id>/", views.report_content, name="report_content"),
    path("report/<slug:kind>/<str:object_id>/thanks/", views.report_thanks, name="report_thanks"),
    path("moderation/", views.queue, name="queue"),
    path("moderation/decided/", views.decided, name="decided"),
    path("moderation/log/", views.log, name="log"),
    path("moderation/reports/<int:pk>/", views.report, name="report"),
    path("moderation/decisions/<int:pk>/", views.decision, name="decision"),
]
