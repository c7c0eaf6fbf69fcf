from django.urls import path

from community.moderation.views import decisions, desk, members, reporting

app_name = "moderation"
urlpatterns = [
    path("report/<slug:kind>/<str:object_id>/", reporting.report_content, name="report_content"),
    path("report/<slug:kind>/<str:object_id>/thanks/", reporting.report_thanks, name="report_thanks"),
    path("moderation/", desk.queue, name="queue"),
    path("moderation/decided/", desk.decided, name="decided"),
    path("moderation/log/", desk.log, name="log"),
    path("moderation/reports/<int:pk>/", desk.report, name="report"),
    path("moderation/waiting/<slug:kind>/<str:object_id>/", desk.waiting, name="waiting"),
    path("moderation/hide/<slug:kind>/<str:object_id>/", desk.hide, name="hide"),
    path("moderation/decisions/<int:pk>/", decisions.decision, name="decision"),
    path("moderation/members/<int:pk>/suspend/", members.suspend, name="suspend"),
    path("moderation/standing/", members.standing, name="standing"),
]
