from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LiveConfig(AppConfig):
    name = "community.live"
    label = "live"
    verbose_name = _("Live rooms")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from community.live import reporting  # noqa: PLC0415 - needs the models, which are loaded by now

        reporting.register()
