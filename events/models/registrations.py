"""Who comes: one row per person and date, and the people nobody wrote down."""

from __future__ import annotations

import secrets
from typing import ClassVar

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coffee.core.language import content_languages, default_language
from events.models.occurrences import Occurrence
from spaces.models.places import country_choices

# 32 letters that are not mistaken for one another when read aloud or off a phone.
CODE_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
CODE_LENGTH = 10


def new_token() -> str:
    """An address part that cannot be guessed."""
    return secrets.token_urlsafe(16)


def new_checkin_code() -> str:
    """Ten letters that staff can type when a phone does not show its code."""
    return "".join(secrets.choice(CODE_LETTERS) for _n in range(CODE_LENGTH))


class Registration(models.Model):
    """A party of one or more people who come to a date. No account is needed."""

    HELD, CONFIRMED, WAITING = "held", "confirmed", "waiting"
    CANCELLED, EXPIRED = "cancelled", "expired"
    LIVE: ClassVar = [HELD, CONFIRMED, WAITING]
    STATUSES: ClassVar = [
        (HELD, _("seat held")),
        (CONFIRMED, _("confirmed")),
        (WAITING, _("on the waiting list")),
        (CANCELLED, _("cancelled")),
        (EXPIRED, _("expired")),
    ]
    NOTICES: ClassVar = [
        ("", _("none")),
        ("confirmed", _("confirmed")),
        ("waiting", _("on the waiting list")),
        ("offered", _("seat offered")),
        ("moved", _("moved")),
        ("cancelled", _("cancelled")),
    ]

    occurrence = models.ForeignKey(
        Occurrence, on_delete=models.PROTECT, related_name="registrations", verbose_name=_("date")
    )
    token = models.CharField(max_length=32, unique=True, default=new_token, editable=False)
    checkin_code = models.CharField(
        max_length=CODE_LENGTH, unique=True, default=new_checkin_code, editable=False
    )
    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("e-mail address"))
    email_key = models.CharField(max_length=254, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="registrations"
    )  # fmt: skip
    language = models.CharField(
        _("language"), max_length=12, choices=content_languages, default=default_language
    )
    party_size = models.PositiveSmallIntegerField(
        _("people"), default=1, validators=[MinValueValidator(1)]
    )
    status = models.CharField(_("state"), max_length=10, choices=STATUSES, default=CONFIRMED)
    hold_until = models.DateTimeField(null=True, blank=True)
    needs = models.TextField(_("what we should know"), blank=True, max_length=500)
    company = models.CharField(_("enterprise"), max_length=160, blank=True)
    company_key = models.CharField(max_length=16, blank=True, editable=False)
    country = models.CharField(_("country"), max_length=2, choices=country_choices, blank=True)
    queued_at = models.DateTimeField(null=True, blank=True)
    checked_in_at = models.DateTimeField(_("arrived at"), null=True, blank=True)
    arrived = models.PositiveSmallIntegerField(_("people who came"), null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    notice = models.CharField(max_length=10, choices=NOTICES, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(auto_now=True)
    is_demo = models.BooleanField(_("demonstration"), default=False, editable=False)

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["occurrence", "email_key"],
                condition=Q(status__in=["held", "confirmed", "waiting"]),
                name="events_registration_once",
            ),
            models.CheckConstraint(
                condition=Q(party_size__gte=1), name="events_registration_someone"
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["occurrence", "status", "queued_at"], name="events_registration_queue"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.occurrence}"

    def save(self, *args: object, **kwargs: object) -> None:
        # The address as typed stays for the mail; this one is compared.
        self.email_key = self.email.strip().casefold()[:254]
        super().save(*args, **kwargs)  # type: ignore[arg-type]


class AttendanceCount(models.Model):
    """People at the door who are on no list, by country; an empty country means elsewhere."""

    occurrence = models.ForeignKey(
        Occurrence, on_delete=models.PROTECT, related_name="attendance", verbose_name=_("date")
    )
    country = models.CharField(_("country"), max_length=2, choices=country_choices, blank=True)
    people = models.PositiveIntegerField(_("people"), default=0)

    class Meta:
        verbose_name = _("people without registration")
        verbose_name_plural = _("people without registration")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["occurrence", "country"], name="events_attendance_country"
            )
        ]

    def __str__(self) -> str:
        return f"{self.occurrence}: {self.country or '-'} {self.people}"
