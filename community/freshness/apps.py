from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.utils.translation import gettext_lazy as _


class FreshnessConfig(AppConfig):
    name = "community.freshness"
    label = "freshness"
    verbose_name = _("Freshness")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from community.freshness.watching import watch  # noqa: PLC0415 - needs the models, which are loaded by now

        connection_created.connect(watch, dispatch_uid="freshness")
