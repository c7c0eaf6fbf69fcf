from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LiveConfig(AppConfig):
    name = "community.live"
    label = "live"
    verbose_name = _("Live rooms")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from community.live import registrations, reporting  # noqa: PLC0415 - need the models, which are loaded by now

        registrations.register()
        reporting.register()
