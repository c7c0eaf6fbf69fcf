from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _


class FreshnessConfig(AppConfig):
    name = "community.freshness"
    label = "freshness"
    verbose_name = _("Freshness")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from community.freshness import watching  # noqa: PLC0415 - needs the models, which are loaded by now

        connection_created.connect(watching.watch, dispatch_uid="freshness")
        pre_migrate.connect(watching.pause, dispatch_uid="freshness")
        post_migrate.connect(watching.go_on, dispatch_uid="freshness")
