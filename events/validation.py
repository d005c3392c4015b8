"""What cannot be: contradictions in an event, as one sentence at the field that should change."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events import recurrence
from events.choices import (
    ELSEWHERE,
    FREE,
    MAX_DATES,
    MAX_SPAN_DAYS,
    MONTHLY_LAST_DAY,
    MONTHLY_LAST_WEEKDAY,
    ONCE,
    timezones,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from events.models import EventPage

# Beyond these years a date is a typing error, and arithmetic with it would overflow.
FIRST_YEAR, LAST_YEAR = 1990, 2100
MAX_LISTED_DATES = 100

Errors = dict[str, str]


def validate_timezone(name: str) -> None:
    """Refuse what is not the name of a time zone."""
    if name not in timezones():
        raise ValidationError(_("This is not the name of a time zone, such as Europe/Brussels."))


def validate_dates(dates: object) -> None:
    """Refuse anything but a list of at most 100 ISO dates."""
    if not isinstance(dates, list) or len(dates) > MAX_LISTED_DATES:
        raise ValidationError(_("At most 100 dates."))
    for text in dates:
        try:
            dt.date.fromisoformat(text)
        except (TypeError, ValueError):
            raise ValidationError(
                _("“%(text)s” is not a date. Write one date per line, such as 2026-12-24.")
                % {"text": str(text)[:40]}
            ) from None


def event_errors(event: EventPage) -> Errors:
    """Every contradiction, by field. Fields that are themselves wrong (None) are passed over."""
    errors: Errors = {}
    if event.starts_on is not None:
        errors |= calendar_errors(event)
        if not errors:
            errors |= clock_errors(event) | series_errors(event)
    return errors | seat_errors(event) | place_errors(event)


def calendar_errors(event: EventPage) -> Errors:
    """First and last day."""
    first, last = event.starts_on, event.ends_on
    if not FIRST_YEAR <= first.year <= LAST_YEAR:
        return {"starts_on": _("This date is too far away.")}
    if last is not None and last < first:
        return {"ends_on": _("The last day comes before the first.")}
    if last is not None and (last - first).days >= MAX_SPAN_DAYS:
        return {
            "ends_on": ngettext(
                "One date lasts at most %(n)s day. Make it a series, or several events.",
                "One date lasts at most %(n)s days. Make it a series, or several events.",
                MAX_SPAN_DAYS,
            )
            % {"n": MAX_SPAN_DAYS}
        }
    return {}


def clock_errors(event: EventPage) -> Errors:
    """Times of the day."""
    start, end, last = event.start_time, event.end_time, event.ends_on or event.starts_on
    if start is None:
        return {"end_time": _("Give a time of beginning too.")} if end is not None else {}
    if end is not None and last == event.starts_on and end < start:
        return {
            "end_time": _("The end comes before the beginning. If it ends after midnight, give the last day too.")
        }  # fmt: skip
    if event.timezone not in timezones():
        return {}
    zone = ZoneInfo(event.timezone)
    gap = _("The clocks are put forward that day: this time does not exist.")
    if recurrence.is_in_gap(dt.datetime.combine(event.starts_on, start), zone):
        return {"start_time": gap}
    if end is not None and recurrence.is_in_gap(dt.datetime.combine(last, end), zone):
        return {"end_time": gap}
    return {}


def series_errors(event: EventPage) -> Errors:
    """The rule of a repeating event."""
    if event.repeat == ONCE or event.timezone not in timezones():
        return {}
    if event.repeat_until is None and not event.repeat_count:
        return {"repeat_until": _("Say when the series ends: a last day or a number of dates.")}
    if event.repeat_until is not None and event.repeat_until < event.starts_on:
        return {"repeat_until": _("The series ends before it begins.")}
    first = event.starts_on
    if event.repeat == MONTHLY_LAST_DAY and not recurrence.is_last_day(first):
        return {"repeat": _("The first day is not the last day of its month.")}
    if event.repeat == MONTHLY_LAST_WEEKDAY and not recurrence.is_last_weekday(first):
        return {"repeat": _("The first day is not the last such weekday of its month.")}
    return too_many(event)


def too_many(event: EventPage) -> Errors:
    """More dates than an event may have."""
    try:
        found: Sequence[recurrence.Slot] = recurrence.expand(event.rule())
    except (TypeError, ValueError):
        # Extra or skipped dates that are wrong in themselves have an error of their own.
        return {}
    if len(found) <= MAX_DATES:
        return {}
    field = "repeat_count" if event.repeat_count else "repeat_until"
    return {field: _("At most %(n)s dates.") % {"n": MAX_DATES}}


def seat_errors(event: EventPage) -> Errors:
    """Seats, price and registration."""
    errors: Errors = {}
    if event.capacity == 0:
        errors["capacity"] = _("Leave it empty when there is no limit.")
    if event.price_amount and event.price_kind == FREE:
        errors["price_amount"] = _("A free event has no price. Choose “paid” or empty this field.")
    if event.registration_mode == ELSEWHERE and not event.ticket_url:
        errors["ticket_url"] = _("Give the address where people register.")
    return errors


def place_errors(event: EventPage) -> Errors:
    """The position of a place of its own."""
    if (event.venue_latitude is None) != (event.venue_longitude is None):
        missing = "venue_latitude" if event.venue_latitude is None else "venue_longitude"
        return {missing: _("A position needs both latitude and longitude.")}
    return {}
