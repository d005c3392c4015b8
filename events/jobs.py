"""What happens at night: series reach further, and dates withdrawn long ago go."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef
from django.utils import timezone

from events import scheduling
from events.choices import ONCE
from events.models import AttendanceCount, EventPage, Occurrence, Registration
from events.querysets import FEED_DAYS_BACK

if TYPE_CHECKING:
    from typing import Any


def extend(at: dt.datetime | None = None) -> int:
    """Write out every published series up to the horizon; returns how many got new dates."""
    series = EventPage.objects.live().exclude(repeat=ONCE).order_by("pk")
    return scheduling.extend(series.iterator(chunk_size=100), at)


def prune(at: dt.datetime | None = None) -> int:
    """Delete withdrawn dates that no calendar needs to hear of any more and nobody came to; returns how many."""
    before = (at or timezone.now()) - dt.timedelta(days=FEED_DAYS_BACK)
    old = Occurrence.objects.filter(withdrawn_at__lt=before).exclude(has_people(Registration))
    _total, deleted = old.exclude(has_people(AttendanceCount)).delete()
    return deleted.get("events.Occurrence", 0)


def has_people(model: type[Any]) -> Exists:
    """True for dates with rows of this model."""
    return Exists(model.objects.filter(occurrence=OuterRef("pk")))
