"""Dates as entries of calendar files: what a title says when it is cancelled, what stands in the description."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import TYPE_CHECKING, Any, Final

from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from coffee.core.language import absolute
from events import choices, ical
from events.filters import AgendaFilters, Row, select
from events.models import Occurrence
from events.prices import price_text
from events.querysets import FEED_DAYS_BACK
from events.scheduling import horizon

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

MOST_ENTRIES: Final = 2_000
# Rows that filters look at; far more than entries, because a filter may leave only a few of them.
MOST_ROWS: Final = 20_000
SECONDS: Final = 300


def feed_rows(at: dt.datetime | None = None) -> list[Row]:
    """The light rows of the last 90 days and the next 18 months; one query."""
    now = at or timezone.now()
    start = now - dt.timedelta(days=FEED_DAYS_BACK)
    dates = Occurrence.objects.in_feeds(now).between(start, horizon(now))
    columns = dates.values_list("pk", "event_id", "start_date", "end_date", "facets")
    return [Row(*values) for values in columns[:MOST_ROWS]]


def feed_dates(filters: AgendaFilters, at: dt.datetime | None = None) -> list[Occurrence]:
    """The dates of a feed in order; the farthest drop out."""
    hits, _counts = select(feed_rows(at), filters)
    found = Occurrence.objects.for_cards().filter(pk__in=[row.pk for row in hits[:MOST_ENTRIES]])
    return list(found.in_order())


def entry(date: Occurrence) -> ical.Entry:
    """One date in the active language. A withdrawn one keeps only its time: its text is no longer public."""
    page, place = date.event, date.place
    common: dict[str, Any] = {
        "uid": f"{date.uid}@{settings.CALENDAR_DOMAIN}",
        "sequence": date.sequence,
        "modified": date.modified,
        "start": date.starts_at,
        "end": date.ends_at,
        "timezone": page.timezone,
        "all_day": date.all_day,
        "last_day": date.end_date,
    }
    if date.withdrawn_at is not None:
        return ical.Entry(**common, summary=_("Cancelled"), status=ical.CANCELLED)
    return ical.Entry(
        **common,
        summary=summary(date),
        status=ical.CANCELLED if is_off(date) else ical.CONFIRMED,
        description=description(date),
        location=location(date),
        position=place.position,
        url=absolute(date.url),
        categories=[date.kind_label],
        organizer=page.contact_email,
        organizer_name=date.lead.title if date.lead else "",
        conference=page.online_url if page.is_online and page.online_url_public else "",
    )


def is_off(date: Occurrence) -> bool:
    """True for dates that do not take place as announced."""
    return date.status in (choices.CANCELLED, choices.POSTPONED)


def summary(date: Occurrence) -> str:
    """The title; calendars that ignore STATUS must show what became of the date too."""
    title = str(date.text("title"))
    if date.status == choices.CANCELLED:
        # Translators: before the title of a cancelled event in a calendar file
        return " ".join([pgettext("calendar", "CANCELLED:"), title])
    if date.status == choices.POSTPONED:
        # Translators: before the title of a postponed event in a calendar file
        return " ".join([pgettext("calendar", "POSTPONED:"), title])
    return title


def description(date: Occurrence) -> str:
    """What it is about, why it is off, what it costs, where to read more."""
    page = date.event
    reason = str(page.status_reason) if date.status != choices.SCHEDULED else ""
    parts = [reason, str(date.text("summary")), price_text(page), absolute(date.url)]
    return "\n\n".join(filter(None, parts))


def location(date: Occurrence) -> str:
    """The address; "Online" for what is nowhere."""
    return date.place.line or (_("Online") if date.event.is_online else "")


def calendar_response(
    request: HttpRequest,
    dates: Iterable[Occurrence],
    name: str,
    *,
    filename: str = "",
    source: str = "",
) -> HttpResponseBase:
    """A calendar file with an ETag of its content: whoever has these bytes already gets 304."""
    body = ical.calendar(
        [entry(date) for date in dates],
        name=name,
        language=get_language() or settings.LANGUAGE_CODE,
        timezone=settings.TIME_ZONE,
        source=source,
    )
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["Cache-Control"] = f"public, max-age={SECONDS}"
    response["X-Robots-Tag"] = "noindex"
    if filename:
        response["Content-Disposition"] = f'inline; filename="{filename}"'
    etag = quote_etag(hashlib.sha256(body).hexdigest()[:32])
    response["ETag"] = etag
    return get_conditional_response(request, etag=etag, response=response) or response
