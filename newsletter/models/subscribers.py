"""Readers of the newsletter, the record of what they agreed to, and addresses that must not be written to."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from coffee.core.language import content_languages, default_language
from newsletter.querysets import SubscriberQuerySet
from newsletter.texts import validate_one_line

NAME_LENGTH = 80


class Subscriber(models.Model):
    """One address and what its owner wants. `status` is written by `newsletter.consent` alone."""

    PENDING, ACTIVE, UNSUBSCRIBED = "pending", "active", "unsubscribed"
    BOUNCED, COMPLAINED = "bounced", "complained"
    STATUSES: ClassVar = [
        (PENDING, pgettext_lazy("subscriber", "not confirmed yet")),
        (ACTIVE, pgettext_lazy("subscriber", "active")),
        (UNSUBSCRIBED, pgettext_lazy("subscriber", "unsubscribed")),
        (BOUNCED, pgettext_lazy("subscriber", "address does not work")),
        (COMPLAINED, pgettext_lazy("subscriber", "complained")),
    ]
    EVERY, MONTHLY = "every", "monthly"
    FREQUENCIES: ClassVar = [(EVERY, _("every issue")), (MONTHLY, _("at most once a month"))]

    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(_("e-mail address"))
    email_key = models.CharField(max_length=254, unique=True, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="newsletter_subscriptions", verbose_name=_("account")
    )  # fmt: skip
    name = models.CharField(_("name"), max_length=NAME_LENGTH, blank=True, validators=[validate_one_line])  # fmt: skip
    language = models.CharField(
        _("language"), max_length=12, choices=content_languages, default=default_language
    )
    status = models.CharField(_("status"), max_length=12, choices=STATUSES, default=PENDING)
    frequency = models.CharField(_("how often"), max_length=8, choices=FREQUENCIES, default=EVERY)
    paused_until = models.DateField(_("no mail before"), null=True, blank=True)
    spaces = models.ManyToManyField(
        "spaces.SpacePage", blank=True, related_name="+", verbose_name=_("my spaces")
    )
    only_my_spaces = models.BooleanField(_("only my spaces"), default=False)
    # Raised when the reader leaves, so that confirmation links from before no longer open anything.
    token_version = models.PositiveIntegerField(default=1, editable=False)
    source = models.CharField(_("signed up through"), max_length=20, blank=True)
    created_at = models.DateTimeField(_("since"), default=timezone.now, editable=False)
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)
    last_sent_at = models.DateTimeField(_("last issue"), null=True, blank=True)
    is_demo = models.BooleanField(_("demonstration"), default=False, editable=False)

    objects = SubscriberQuerySet.as_manager()

    class Meta:
        verbose_name = _("subscriber")
        verbose_name_plural = _("subscribers")
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return self.email

    @property
    def is_active(self) -> bool:
        """True when this reader gets issues."""
        return self.status == self.ACTIVE

    @property
    def is_paused(self) -> bool:
        """True when this reader wants no mail for the time being."""
        return self.paused_until is not None and self.paused_until > timezone.localdate()


class ConsentEvent(models.Model):
    """One thing that happened to a consent. Rows are only ever added."""

    KINDS: ClassVar = [
        ("requested", pgettext_lazy("consent", "requested")),
        ("confirmation_sent", pgettext_lazy("consent", "confirmation mail sent")),
        ("confirmed", pgettext_lazy("consent", "confirmed")),
        ("preferences", pgettext_lazy("consent", "preferences changed")),
        ("unsubscribed", pgettext_lazy("consent", "unsubscribed")),
        ("one_click", pgettext_lazy("consent", "unsubscribed in one click")),
        ("complaint", pgettext_lazy("consent", "complaint")),
        ("hard_bounce", pgettext_lazy("consent", "address refused")),
        ("imported", pgettext_lazy("consent", "imported")),
        ("erased", pgettext_lazy("consent", "erased")),
        ("exported", pgettext_lazy("consent", "exported")),
    ]

    subscriber = models.ForeignKey(
        Subscriber, null=True, on_delete=models.SET_NULL, related_name="consent_events"
    )
    email_hash = models.CharField(max_length=64, db_index=True)
    kind = models.CharField(_("what happened"), max_length=20, choices=KINDS)
    at = models.DateTimeField(_("at"), default=timezone.now)
    language = models.CharField(_("language"), max_length=12, blank=True)
    wording_version = models.CharField(_("wording"), max_length=20, blank=True)
    ip_truncated = models.CharField(max_length=48, blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("consent event")
        verbose_name_plural = _("consent events")
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [models.Index(fields=["email_hash", "kind", "at"], name="newsletter_consent_hash")]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d %H:%M}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the row; a row that exists is never changed."""
        if self.pk is not None:
            raise TypeError("Consent events are only ever added.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        raise TypeError("Consent events are only ever added.")


class Suppression(models.Model):
    """An address that gets nothing unless its owner opts in afresh; kept as a hash, it survives erasure."""

    REASONS: ClassVar = [
        ("hard_bounce", pgettext_lazy("subscriber", "address refused")),
        ("complaint", pgettext_lazy("subscriber", "complaint")),
        ("erased", pgettext_lazy("subscriber", "erased")),
    ]

    email_hash = models.CharField(max_length=64, unique=True)
    reason = models.CharField(_("reason"), max_length=20, choices=REASONS)
    at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        verbose_name = _("suppressed address")
        verbose_name_plural = _("suppressed addresses")
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"{self.reason} {self.at:%Y-%m-%d}"
