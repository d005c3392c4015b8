"""Sets of readers, issues and deliveries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Count, Q, Subquery
from django.utils import timezone

if TYPE_CHECKING:
    import datetime as dt

    from newsletter.models import Delivery, Issue, Subscriber  # noqa: F401 - named in quotes


class SubscriberQuerySet(models.QuerySet["Subscriber"]):
    """Sets of readers."""

    def active(self) -> SubscriberQuerySet:
        """Those who confirmed and have not left."""
        return self.filter(status="active")

    def confirmed_before(self, moment: dt.datetime) -> SubscriberQuerySet:
        """Active readers of an issue that was frozen at that moment."""
        return self.active().filter(confirmed_at__lte=moment)


class IssueQuerySet(models.QuerySet["Issue"]):
    """Sets of issues."""

    def archived(self) -> IssueQuerySet:
        """What the public archive shows: frozen issues on their way or sent, the newest first."""
        shown = self.filter(
            status__in=["preparing", "sending", "paused", "sent"],
            frozen_at__isnull=False,
            is_archived_publicly=True,
        )
        return shown.order_by("-number")

    def for_listing(self) -> IssueQuerySet:
        """What lists of issues read: their texts."""
        return self.prefetch_related("texts")

    def for_detail(self) -> IssueQuerySet:
        """What the page of one issue reads: texts and items."""
        return self.prefetch_related("texts", "items")

    def beside(self, number: int, latest: int) -> IssueQuerySet:
        """Of these issues the latest ones, and the neighbours of one of them: all in one query."""
        before = self.filter(number__lt=number).order_by("-number").values("number")[:1]
        after = self.filter(number__gt=number).order_by("number").values("number")[:1]
        newest = self.order_by("-number").values("number")[:latest]
        return self.filter(
            Q(number__in=newest) | Q(number=Subquery(before)) | Q(number=Subquery(after))
        )

    def due(self, now: dt.datetime | None = None) -> IssueQuerySet:
        """Scheduled issues whose moment has come."""
        return self.filter(status="scheduled", scheduled_at__lte=now or timezone.now())


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    """Sets of deliveries."""

    def open(self) -> DeliveryQuerySet:
        """Those whose end is not known yet."""
        return self.filter(status__in=["queued", "leased", "sending"])

    def due(self, now: dt.datetime) -> DeliveryQuerySet:
        """Queued mails of a mailing that is going out, those that wait for a retry left out."""
        ready = Q(not_before__isnull=True) | Q(not_before__lte=now)
        return self.filter(ready, status="queued", issue__status="sending")

    def counts(self) -> dict[str, int]:
        """How many are in each state, states without any left out."""
        rows: Any = self.order_by().values_list("status").annotate(Count("pk"))
        return dict(rows)
