from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    name = "community.notifications"
    label = "notifications"
    verbose_name = _("Notifications")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # their models exist from here on
        from community.notifications import actions, due, letters, queries, reports  # noqa: PLC0415

        queries.register()
        reports.register()
        letters.register()
        due.register(actions.write_digests)
