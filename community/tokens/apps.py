from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TokensConfig(AppConfig):
    name = "community.tokens"
    label = "tokens"
    verbose_name = _("Access for programs")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from community.tokens import telling  # noqa: PLC0415 - its models exist from here on

        telling.register()
