"""One row per mail of a mailing, and the one row that all senders share."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from coffee.core.language import content_languages
from newsletter.models.issues import Issue, IssueRender
from newsletter.models.subscribers import Subscriber
from newsletter.querysets import DeliveryQuerySet


class Delivery(models.Model):
    """One mail to one reader. The states and who may change them: `newsletter.outbox`."""

    QUEUED, LEASED, SENDING, SENT = "queued", "leased", "sending", "sent"
    FAILED, UNCERTAIN, SKIPPED, CANCELLED = "failed", "uncertain", "skipped", "cancelled"
    STATUSES: ClassVar = [
        (QUEUED, pgettext_lazy("mails", "waiting")),
        (LEASED, pgettext_lazy("mails", "about to go out")),
        (SENDING, pgettext_lazy("mails", "going out")),
        (SENT, pgettext_lazy("mails", "sent")),
        (FAILED, pgettext_lazy("mails", "refused")),
        (UNCERTAIN, pgettext_lazy("mails", "uncertain")),
        (SKIPPED, pgettext_lazy("mails", "left out")),
        (CANCELLED, pgettext_lazy("mails", "cancelled")),
    ]
    SKIP_REASONS: ClassVar = [
        ("unsubscribed", pgettext_lazy("subscriber", "unsubscribed meanwhile")),
        ("bounced", pgettext_lazy("subscriber", "address does not work")),
        ("complained", pgettext_lazy("subscriber", "complained")),
        ("pending", pgettext_lazy("subscriber", "not confirmed yet")),
        ("erased", pgettext_lazy("subscriber", "erased meanwhile")),
        ("paused", pgettext_lazy("subscriber", "wants no mail at the moment")),
        ("not_due", pgettext_lazy("subscriber", "wants one issue a month")),
        ("nothing_for_you", pgettext_lazy("subscriber", "nothing from the chosen spaces")),
    ]

    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    issue = models.ForeignKey(Issue, on_delete=models.PROTECT, related_name="deliveries")
    subscriber = models.ForeignKey(
        Subscriber, null=True, on_delete=models.SET_NULL, related_name="deliveries"
    )
    email = models.EmailField(_("e-mail address"), blank=True)
    email_key = models.CharField(max_length=254)
    language = models.CharField(_("language"), max_length=12, choices=content_languages)
    render = models.ForeignKey(
        IssueRender, null=True, on_delete=models.SET_NULL, related_name="deliveries"
    )
    status = models.CharField(_("status"), max_length=10, choices=STATUSES, default=QUEUED)
    skip_reason = models.CharField(_("reason"), max_length=20, blank=True, choices=SKIP_REASONS)
    attempts = models.PositiveSmallIntegerField(default=0)
    doubts = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField(null=True)
    lease_owner = models.CharField(max_length=80, blank=True)
    lease_until = models.DateTimeField(null=True)
    reply = models.CharField(_("answer of the mail server"), max_length=250, blank=True)
    provider_id = models.CharField(max_length=120, blank=True)
    queued_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    bounced_at = models.DateTimeField(null=True)
    soft_bounced_at = models.DateTimeField(null=True)
    complained_at = models.DateTimeField(null=True)
    unsubscribed_at = models.DateTimeField(null=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["issue", "subscriber"], name="newsletter_delivery_subscriber_once"
            ),
            models.UniqueConstraint(
                fields=["issue", "email_key"], name="newsletter_delivery_address_once"
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["issue", "id"],
                condition=Q(status="queued"),
                name="newsletter_delivery_queued",
            ),
            models.Index(
                fields=["lease_until"],
                condition=Q(status__in=["leased", "sending"]),
                name="newsletter_delivery_leases",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.issue_id}: {self.uid}"


class SenderState(models.Model):
    """One row, shared by all senders of all machines: when the next mail may go, and who was seen last."""

    next_at = models.DateTimeField(default=timezone.now)
    slowdown = models.FloatField(default=1.0)
    seen_at = models.DateTimeField(null=True)
    seen_by = models.CharField(max_length=80, blank=True)

    class Meta:
        verbose_name = _("state of the senders")

    def __str__(self) -> str:
        return f"{self.seen_by} {self.seen_at}"
