"""Sets of events and of their dates. Time is an argument, so that a test needs no patched clock."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.utils import timezone

from wagtail.models import PageManager
from wagtail.query import PageQuerySet

from events.choices import CANCELLED, INTERNAL, MAX_SPAN
from events.models.hosts import EventHost

if TYPE_CHECKING:
    from collections.abc import Iterable

    from spaces.models import SpacePage

FEED_DAYS_BACK = 90


def shown_hosts(path: str) -> Prefetch[Any]:
    """The accepted hosts with what a card shows of them, the lead first."""
    return Prefetch(path, queryset=EventHost.objects.for_cards())


class OccurrenceQuerySet(models.QuerySet["Any"]):
    """Sets of dates. Every public list goes through `listed()`."""

    def listed(self) -> OccurrenceQuerySet:
        """What may appear in public lists: published, not internal, not unlisted. Includes cancelled dates."""
        return self.filter(is_listed=True)

    def upcoming(self, at: dt.datetime | None = None) -> OccurrenceQuerySet:
        """Not over at that moment (default: now), the next one first."""
        moment = at or timezone.now()
        return self.filter(ends_at__gt=moment, starts_at__gte=moment - MAX_SPAN).in_order()

    def past(self, at: dt.datetime | None = None) -> OccurrenceQuerySet:
        """Over at that moment (default: now), the latest first."""
        return self.filter(ends_at__lte=at or timezone.now()).order_by("-starts_at", "-pk")

    def between(self, start: dt.datetime, end: dt.datetime) -> OccurrenceQuerySet:
        """Touching the half-open period [start, end), in order. Both ends bound the index scan."""
        return self.filter(
            # A date without length touches the period only if it begins inside.
            Q(ends_at__gt=start) | Q(starts_at__gte=start),
            starts_at__lt=end,
            starts_at__gte=start - MAX_SPAN,
        ).in_order()

    def in_order(self) -> OccurrenceQuerySet:
        """By beginning, then by id: the same on every database and in every language."""
        return self.order_by("starts_at", "pk")

    def taking_place(self) -> OccurrenceQuerySet:
        """Without what was cancelled or withdrawn."""
        return self.exclude(status=CANCELLED).filter(withdrawn_at__isnull=True)

    def of_space(self, space: SpacePage) -> OccurrenceQuerySet:
        """Dates that the space leads or has accepted to host.

        A subquery, not a join: 0.8 against 15 ms on SQLite with 100,000 dates.
        """
        hosts = EventHost.objects.accepted().filter(event=OuterRef("event"), space=space)
        return self.filter(Exists(hosts))

    def in_countries(self, countries: Iterable[str]) -> OccurrenceQuerySet:
        """Dates with an accepted host in one of the countries."""
        hosts = EventHost.objects.accepted().filter(event=OuterRef("event"), country__in=countries)
        return self.filter(Exists(hosts))

    def joint(self) -> OccurrenceQuerySet:
        """Not cancelled, with accepted hosts in at least two countries."""
        hosts = EventHost.objects.accepted().filter(event=OuterRef("event"))
        lead = hosts.filter(role=EventHost.LEAD).values("country")[:1]
        return self.taking_place().filter(Exists(hosts.exclude(country=lead)))

    def in_feeds(self, at: dt.datetime | None = None) -> OccurrenceQuerySet:
        """What subscribed calendars must know: what is listed, and what was withdrawn lately."""
        since = (at or timezone.now()) - dt.timedelta(days=FEED_DAYS_BACK)
        withdrawn = Q(withdrawn_at__gte=since, event__live=True, event__listed=True)
        return self.filter(Q(is_listed=True) | (withdrawn & ~Q(event__audience=INTERNAL)))

    def for_cards(self) -> OccurrenceQuerySet:
        """What rows, tickets and feeds read: the event without its body, its texts, its hosts."""
        return (
            self.select_related("event__venue_space__city", "venue_space__city")
            .defer("event__body")
            .prefetch_related("event__translations", shown_hosts("event__hosts"))
        )


class EventPageQuerySet(PageQuerySet):
    """Sets of events."""

    def public(self) -> EventPageQuerySet:
        """Published and meant for the agenda."""
        found: EventPageQuerySet = self.live().filter(listed=True).exclude(audience=INTERNAL)
        return found

    def for_detail(self) -> EventPageQuerySet:
        """What the page of one event reads."""
        places = self.select_related("image", "venue_space__city", "venue_space__station")
        hosts = Prefetch("hosts", queryset=EventHost.objects.for_detail())
        found: EventPageQuerySet = places.prefetch_related("translations", "tags", hosts)
        return found

    def for_sitemap(self) -> EventPageQuerySet:
        """What the sitemap lists, with the texts that decide in which languages."""
        found: EventPageQuerySet = self.public().prefetch_related("translations").order_by("pk")
        return found


EventPageManager = PageManager.from_queryset(EventPageQuerySet)
