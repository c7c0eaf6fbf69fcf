from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AcademyConfig(AppConfig):
    name = "events.academy"
    label = "academy"
    verbose_name = _("Academy")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from events.academy import digests  # noqa: PLC0415 - needs the models, which are loaded by now

        digests.register()
