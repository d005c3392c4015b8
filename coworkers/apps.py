"""App configuration of the catalogue: who the coworkers are and what they can do."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoworkersConfig(AppConfig):
    name = "coworkers"
    verbose_name = _("Coworkers")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Models are only loaded here.
        from wagtail.permissions import register_permission_policy  # noqa: PLC0415

        from coworkers import permissions, reindexing  # noqa: PLC0415
        from coworkers.models import Profile, Skill  # noqa: PLC0415

        register_permission_policy(Skill, permissions.AdministratorPolicy(Skill))
        register_permission_policy(Profile, permissions.ModerationPolicy(Profile))
        reindexing.connect()
