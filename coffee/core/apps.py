"""App configuration of the technical ground floor."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "coffee.core"
    label = "core"
    verbose_name = _("Core")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from coffee.core import checks  # noqa: F401, PLC0415 - registers the system checks
        from coffee.core.images import limit_readers  # noqa: PLC0415 - apps are loaded here

        limit_readers()
