"""How the newsletter leaves the house: sender, addresses, speed."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from coffee.core.fields import LabelsField
from coffee.core.language import labelled
from newsletter.texts import validate_one_line

DOMAIN = RegexValidator(r"^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$", _("Write a domain name such as example.org."))  # fmt: skip
FASTEST_PER_MINUTE = 60_000


@register_setting(icon="mail", order=700)
class NewsletterSettings(BaseGenericSetting):
    """One row for the whole network; without it the defaults hold."""

    RESEND, HOLD = "resend", "hold"
    ON_DOUBT: ClassVar = [
        (RESEND, _("send once more: a reader may get a mail twice")),
        (HOLD, _("hold and ask: a reader may get nothing")),
    ]

    sender_names = LabelsField(_("name of the sender"), blank=True)
    from_email = models.EmailField(_("address of the sender"), blank=True)
    reply_to = models.EmailField(_("replies go to"), blank=True)
    list_id = models.CharField(
        _("name of the list in mail headers"), max_length=120, blank=True, validators=[DOMAIN]
    )
    bounce_domain = models.CharField(
        _("domain that takes back undelivered mail"),
        max_length=120,
        blank=True,
        validators=[DOMAIN],
        help_text=_("Empty: undelivered mail comes back to the address of the sender."),
    )
    postal_address = models.CharField(
        _("postal address"), max_length=200, blank=True, validators=[validate_one_line]
    )
    rate_per_minute = models.PositiveIntegerField(
        _("mails a minute"),
        default=300,
        validators=[MinValueValidator(1), MaxValueValidator(FASTEST_PER_MINUTE)],
    )
    connections = models.PositiveSmallIntegerField(
        _("connections at once"),
        default=2,
        validators=[MinValueValidator(1), MaxValueValidator(20)],
    )
    on_doubt = models.CharField(
        _("when nobody knows whether a mail went out"), max_length=8, choices=ON_DOUBT, default=RESEND
    )  # fmt: skip
    late_after_hours = models.PositiveSmallIntegerField(
        _("ask when a planned issue is late by so many hours"), default=6, validators=[MinValueValidator(1)]
    )  # fmt: skip

    panels: ClassVar[list[Any]] = [
        MultiFieldPanel(
            [
                FieldPanel("sender_names"),
                FieldRowPanel([FieldPanel("from_email"), FieldPanel("reply_to")]),
                FieldPanel("postal_address"),
            ],
            heading=_("Sender"),
        ),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("list_id"), FieldPanel("bounce_domain")])],
            heading=_("Mail headers"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("rate_per_minute"), FieldPanel("connections")]),
                FieldPanel("on_doubt"),
                FieldPanel("late_after_hours"),
            ],
            heading=_("Sending"),
        ),
    ]

    class Meta:
        verbose_name = _("newsletter settings")

    def __str__(self) -> str:
        return str(_("newsletter settings"))

    @classmethod
    def current(cls) -> NewsletterSettings:
        """The settings in force. Unlike Wagtail's `load()` this never writes, so a page view may call it."""
        return cls.objects.order_by("pk").first() or cls()

    @property
    def domain(self) -> str:
        """The right-hand side of message ids: must not change while a mailing is under way."""
        return self.bounce_domain or settings.CALENDAR_DOMAIN

    @property
    def list_name(self) -> str:
        """What mail programs file the list under."""
        return self.list_id or f"newsletter.{settings.CALENDAR_DOMAIN}"

    @property
    def sender_address(self) -> str:
        """The address in From."""
        return self.from_email or f"newsletter@{settings.CALENDAR_DOMAIN}"

    def sender_name(self, language: str) -> str:
        """The name beside it."""
        return str(labelled(self.sender_names, language)) or "COFFEE"
