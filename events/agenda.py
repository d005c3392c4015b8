"""How the list of the agenda is put together: a light window of rows, the filters, the few rows that are shown.

One query for the window whatever the size of the archive, then `for_cards()` for what stands on the page.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

from coffee.core.text import fold, tokens
from events.filters import MONTH, PAST, WEEK, WEEKEND, AgendaFilters, Counts, Row, select, to_drop
from events.models import EventPage, EventTranslation, Occurrence
from events.recurrence import ONE_DAY, midnight

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence


# More would take the page over 60 kB on a first visit.
PER_PAGE: Final = 24
LIST_DAYS: Final = 92
LIST_ROWS: Final = 400
SATURDAY: Final = 5
BETWEEN_WORDS: Final = str.maketrans("'’-/(:«“\"", "         ")


def zone() -> ZoneInfo:
    """The time zone in which days begin and end for the agenda as a whole."""
    return ZoneInfo(settings.TIME_ZONE)


@dataclass(frozen=True)
class Period:
    """Local days from `first` up to, and without, `end`; backwards when the latest comes first."""

    first: dt.date
    end: dt.date
    backwards: bool = False

    @property
    def last(self) -> dt.date:
        """The last day."""
        return self.end - ONE_DAY

    @property
    def bounds(self) -> tuple[dt.datetime, dt.datetime]:
        """Both local midnights as moments. Days are not always 24 hours long."""
        return midnight(self.first, zone()), midnight(self.end, zone())


def period_of(filters: AgendaFilters, today: dt.date) -> Period:
    """The days that a list shows."""
    if filters.when == PAST:
        end = min(filters.start or today, today)
        return Period(end - LIST_DAYS * ONE_DAY, end, backwards=True)
    if filters.when == WEEK:
        return Period(today, today + (7 - today.weekday()) * ONE_DAY)
    if filters.when == WEEKEND:
        saturday = today + (SATURDAY - today.weekday()) * ONE_DAY
        return Period(max(saturday, today), saturday + 2 * ONE_DAY)
    if filters.when == MONTH:
        return Period(today, first_of_next_month(today))
    first = filters.start or today
    return Period(first, first + LIST_DAYS * ONE_DAY)


def first_of_next_month(day: dt.date) -> dt.date:
    """The day after the month ends."""
    return (day.replace(day=1) + 31 * ONE_DAY).replace(day=1)


@dataclass
class Window:
    """The rows of a period. When there are more than the limit, the period ends with the last complete day."""

    rows: list[Row]
    period: Period
    is_cut: bool = False


def window(period: Period, limit: int = LIST_ROWS) -> Window:
    """The listed dates that touch a period; one query."""
    dates = Occurrence.objects.listed().between(*period.bounds)
    if period.backwards:
        # What is still running belongs to today, not to the past.
        dates = dates.filter(ends_at__lte=period.bounds[1]).order_by("-starts_at", "-pk")
    columns = dates.values_list("pk", "event_id", "start_date", "end_date", "facets")
    rows = [Row(*values) for values in columns[: limit + 1]]
    if len(rows) <= limit:
        return Window(rows, period)
    return cut(rows, period)


def cut(rows: list[Row], period: Period) -> Window:
    """Leave out the last day, of which some rows are missing; unless it is the only one."""
    edge = rows[-1].start_date
    whole = [row for row in rows if row.start_date != edge] or rows[:-1]
    if period.backwards:
        shorter = Period(max(edge + ONE_DAY, period.first), period.end, backwards=True)
    else:
        shorter = Period(period.first, max(edge, period.first + ONE_DAY))
    return Window(whole, shorter, is_cut=True)


def matching(rows: list[Row], q: str) -> list[Row]:
    """The rows whose event has every word in a title or summary, in any language; two queries when q is given."""
    wanted = [fold(word) for word in tokens(q)]
    if not wanted:
        return rows if not q else []
    ids = {row.event_id for row in rows}
    texts: dict[int, str] = dict.fromkeys(ids, "")
    own = EventPage.objects.filter(pk__in=ids).values_list("pk", "title", "summary")
    other = EventTranslation.objects.filter(page__in=ids, machine=False)
    for pk, *parts in [*own, *other.values_list("page_id", "title", "summary")]:
        texts[pk] += f" {' '.join(parts)}"
    found = {pk for pk, text in texts.items() if contains(fold(text), wanted)}
    return [row for row in rows if row.event_id in found]


def contains(text: str, wanted: Iterable[str]) -> bool:
    """True when every word begins a word of the text, as people type them."""
    padded = " " + text.translate(BETWEEN_WORDS)
    return all(f" {word}" in padded for word in wanted)


@dataclass
class Day:
    """One day of the list."""

    date: dt.date
    is_today: bool
    events: list[Occurrence] = field(default_factory=list)

    @property
    def anchor(self) -> str:
        """The fragment to which the small month leads."""
        return f"d{self.date:%m%d}"


@dataclass
class AgendaList:
    """Everything that the list shows."""

    days: list[Day]
    period: Period
    total: int
    shown: list[Occurrence]
    hits: list[Row]
    counts: Counts
    in_window: int
    spoken: set[str]
    page: int
    pages: int
    next_from: dt.date | None
    drop: str = ""
    next_day: dt.date | None = None


def agenda_list(filters: AgendaFilters, today: dt.date | None = None) -> AgendaList:
    """The list for a query string; 5 queries, one more for search words."""
    day = today or timezone.localdate()
    found = window(period_of(filters, day))
    rows = matching(found.rows, filters.q)
    hits, counts = select(rows, filters)
    pages = max(-(-len(hits) // PER_PAGE), 1)
    chunk = hits[(filters.page - 1) * PER_PAGE : filters.page * PER_PAGE]
    shown = cards([row.pk for row in chunk])
    beyond = following(found)
    return AgendaList(
        days=by_day(shown, found.period, day),
        period=found.period,
        total=len(hits),
        shown=shown,
        hits=hits,
        counts=counts,
        in_window=len(found.rows),
        spoken=spoken_in(found.rows),
        page=filters.page,
        pages=pages,
        next_from=None if filters.when in (WEEK, WEEKEND, MONTH) else beyond,
        drop=("q" if filters.q and found.rows and not rows else to_drop(rows, filters))
        if not hits
        else "",
        next_day=beyond if not found.rows else None,
    )


def spoken_in(rows: Iterable[Row]) -> set[str]:
    """The languages that occur, whatever is filtered."""
    words = {word for row in rows for word in row.facets.split()}
    return {word.removeprefix("lang:") for word in words if word.startswith("lang:")}


def following(found: Window) -> dt.date | None:
    """Where the list goes on after its period: a day for `from`; None at the end. One query."""
    listed = Occurrence.objects.listed()
    first, end = found.period.bounds
    if found.period.backwards:
        earlier = listed.filter(ends_at__lte=first).order_by("-starts_at")
        day = earlier.values_list("end_date", flat=True).first()
        return None if day is None else max(day + ONE_DAY, found.period.first - LIST_DAYS * ONE_DAY)
    later = listed.filter(starts_at__gte=end).in_order()
    return later.values_list("start_date", flat=True).first()


def cards(ids: Sequence[int]) -> list[Occurrence]:
    """The dates with these ids, in this order, with everything their cards read; three queries."""
    found = Occurrence.objects.for_cards().in_bulk(ids)
    return [found[pk] for pk in ids if pk in found]


def by_day(dates: Iterable[Occurrence], period: Period, today: dt.date) -> list[Day]:
    """Dates under their first day; what began before the period stands under its first day."""
    days: dict[dt.date, Day] = {}
    for date in dates:
        day = date.start_date if period.backwards else max(date.start_date, period.first)
        days.setdefault(day, Day(day, day == today)).events.append(date)
    return list(days.values())
