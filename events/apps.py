from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EventsConfig(AppConfig):
    name = "events"
    label = "events"
    verbose_name = _("Events")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from events import receivers, registrations  # noqa: PLC0415 - need the models, which are loaded by now

        registrations.register()
        receivers.connect()
