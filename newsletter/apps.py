"""App configuration of the newsletter."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

# What the network's newsletter senders may do; spaces.provisioning gives it to their group.
SENDER_PERMISSIONS = (
    "newsletter.view_issue",
    "newsletter.add_issue",
    "newsletter.change_issue",
    "newsletter.delete_issue",
    "newsletter.send_issue",
)


class NewsletterConfig(AppConfig):
    name = "newsletter"
    verbose_name = _("Newsletter")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from spaces.provisioning import register_network_permissions  # noqa: PLC0415 - apps are loaded here

        register_network_permissions(*SENDER_PERMISSIONS)
