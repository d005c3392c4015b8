"""From a rule to dates. Pure: no database, no clock."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple
from zoneinfo import ZoneInfo

from dateutil import rrule

from events.choices import (
    DAILY,
    DEFAULT_DURATION,
    DEFAULT_TIMEZONE,
    MONTHLY_DATE,
    MONTHLY_LAST_DAY,
    MONTHLY_LAST_WEEKDAY,
    MONTHLY_WEEKDAY,
    ONCE,
    WEEKLY,
    YEARLY,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

# However the fields are filled, one event never makes more rows.
HARD_LIMIT = 400
LAST_WEEK = 5
ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Rule:
    """What the page says about time. Without `start_time` the event lasts whole days."""

    starts_on: dt.date
    start_time: dt.time | None = None
    ends_on: dt.date | None = None
    end_time: dt.time | None = None
    timezone: str = DEFAULT_TIMEZONE
    repeat: str = ONCE
    every: int = 1
    weekdays: tuple[int, ...] = ()
    until: dt.date | None = None
    count: int | None = None
    extra: tuple[dt.date, ...] = ()
    skipped: tuple[dt.date, ...] = ()

    @property
    def span(self) -> dt.timedelta:
        """From the first to the last day of one date; nothing for a single day."""
        return max((self.ends_on or self.starts_on) - self.starts_on, dt.timedelta(0))

    @property
    def all_day(self) -> bool:
        """True without a time of beginning."""
        return self.start_time is None


class Slot(NamedTuple):
    """One date: its local day by the rule, and when it really is."""

    slot: dt.date
    starts_at: dt.datetime
    ends_at: dt.datetime
    start_date: dt.date
    end_date: dt.date
    all_day: bool


def expand(rule: Rule, horizon: dt.datetime | None = None) -> list[Slot]:
    """All dates of a rule in order, without those of a series that begin after the horizon.

    Worked out in local wall time and only then turned into UTC: a Tuesday at 18:00 stays at 18:00 when the clocks
    change.
    """
    zone = ZoneInfo(rule.timezone)
    last = horizon.astimezone(zone).date() if horizon and rule.repeat != ONCE else None
    days = set(islice(series(rule, last), HARD_LIMIT)) | set(rule.extra)
    wanted = sorted(days - set(rule.skipped))[:HARD_LIMIT]
    return [slot_of(rule, day, zone) for day in wanted]


def series(rule: Rule, last: dt.date | None = None) -> Iterator[dt.date]:
    """The days of the rule itself, without extra and skipped ones; the first day always belongs to it."""
    if rule.repeat == ONCE:
        yield rule.starts_on
        return
    options: dict[str, Any] = by_rule(rule)
    first = dt.datetime.combine(rule.starts_on, dt.time.min)
    # count is applied here, because dateutil refuses it together with an end.
    ends = [day for day in (rule.until, last) if day is not None]
    if ends:
        options["until"] = dt.datetime.combine(min(ends), dt.time.min)
    dates = rrule.rrule(dtstart=first, interval=max(rule.every, 1), **options)
    yield from (moment.date() for moment in islice(dates, rule.count or HARD_LIMIT))


def by_rule(rule: Rule) -> dict[str, Any]:
    """The arguments of dateutil for the kind of repetition."""
    day = rule.starts_on
    weekday = rrule.weekday(day.weekday())
    if rule.repeat == WEEKLY:
        # dateutil drops a first date whose weekday is not among those of the rule.
        return {"freq": rrule.WEEKLY, "byweekday": sorted({day.weekday(), *rule.weekdays})}
    if rule.repeat == MONTHLY_DATE:
        return {"freq": rrule.MONTHLY, "bymonthday": day.day}
    if rule.repeat == MONTHLY_LAST_DAY:
        return {"freq": rrule.MONTHLY, "bymonthday": -1}
    if rule.repeat == MONTHLY_WEEKDAY:
        # Most months have no fifth Tuesday: who says "fifth" means "last".
        week = week_of_month(day)
        return {"freq": rrule.MONTHLY, "byweekday": weekday(-1 if week == LAST_WEEK else week)}
    if rule.repeat == MONTHLY_LAST_WEEKDAY:
        return {"freq": rrule.MONTHLY, "byweekday": weekday(-1)}
    if rule.repeat == YEARLY:
        return {"freq": rrule.YEARLY, "bymonth": day.month, "bymonthday": day.day}
    if rule.repeat == DAILY:
        return {"freq": rrule.DAILY}
    raise ValueError(f"unknown repetition {rule.repeat!r}")


def slot_of(rule: Rule, day: dt.date, zone: ZoneInfo) -> Slot:
    """One date of the rule on a day."""
    last_day = day + rule.span
    if rule.start_time is None:
        starts = midnight(day, zone)
        return Slot(day, starts, midnight(last_day + ONE_DAY, zone), day, last_day, True)
    starts_local = dt.datetime.combine(day, rule.start_time)
    ends_local = ends_on_clock(rule, last_day)
    starts, ends = in_utc(starts_local, zone), in_utc(ends_local, zone)
    # In the spring gap 02:45 to 03:15 ends before it starts.
    ends = max(starts, ends)
    end_date = last_day_of(starts, ends, zone)
    return Slot(day, starts, ends, day, max(end_date, day), False)


def ends_on_clock(rule: Rule, last_day: dt.date) -> dt.datetime:
    """The local end on the last day: the time of the form, else two hours after the time of beginning."""
    if rule.end_time is not None:
        return dt.datetime.combine(last_day, rule.end_time)
    return dt.datetime.combine(last_day, rule.start_time or dt.time.min) + DEFAULT_DURATION


def midnight(day: dt.date, zone: ZoneInfo) -> dt.datetime:
    """The beginning of a local day, in UTC. Days are not always 24 hours long."""
    return in_utc(dt.datetime.combine(day, dt.time.min), zone)


def in_utc(local: dt.datetime, zone: ZoneInfo) -> dt.datetime:
    """A wall clock time as a moment; of a repeated hour the first one, of a skipped hour the time after it."""
    return local.replace(tzinfo=zone).astimezone(dt.UTC)


def last_day_of(starts: dt.datetime, ends: dt.datetime, zone: ZoneInfo) -> dt.date:
    """The last local day that is touched: an evening that ends at midnight does not touch the next day."""
    moment = ends if ends == starts else ends - dt.timedelta(microseconds=1)
    return moment.astimezone(zone).date()


def is_in_gap(local: dt.datetime, zone: ZoneInfo) -> bool:
    """True for a wall clock time that never comes, because the clocks are put forward over it."""
    there_and_back = in_utc(local, zone).astimezone(zone).replace(tzinfo=None)
    return there_and_back != local


def week_of_month(day: dt.date) -> int:
    """1 for the first such weekday of the month, 5 for the fifth."""
    return (day.day - 1) // 7 + 1


def is_last_day(day: dt.date) -> bool:
    """True for the last day of a month."""
    return day.day == calendar.monthrange(day.year, day.month)[1]


def is_last_weekday(day: dt.date) -> bool:
    """True when no such weekday follows in the month."""
    return (day + dt.timedelta(days=7)).month != day.month
