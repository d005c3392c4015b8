"""Months as tables: the same light rows as the list, three dates a day and the number of the others."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from django.utils import timezone

from events.agenda import Period, cards, matching, spoken_in, window
from events.filters import AgendaFilters, Row, select
from events.models import Occurrence
from events.recurrence import ONE_DAY

if TYPE_CHECKING:
    from collections.abc import Iterable

    from events.agenda import AgendaList
    from spaces.models import SpacePage

MONTH_ROWS: Final = 3_000
PER_CELL: Final = 3


@dataclass
class Cell:
    """One day of a month table."""

    date: dt.date
    is_out: bool
    is_today: bool
    count: int = 0
    ids: list[int] = field(default_factory=list)
    events: list[Occurrence] = field(default_factory=list)
    leads: list[int] = field(default_factory=list)
    accents: list[str] = field(default_factory=list)
    href: str = ""

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.count - len(self.events)


@dataclass
class MonthTable:
    """A month in whole weeks, Monday first."""

    first: dt.date
    weeks: list[list[Cell]]

    @property
    def weekdays(self) -> list[dt.date]:
        """Seven days to take the names from."""
        return [cell.date for cell in self.weeks[0]]

    @property
    def cells(self) -> list[Cell]:
        """All days in order."""
        return [cell for week in self.weeks for cell in week]

    @property
    def period(self) -> Period:
        """The days of all weeks, those of the neighbouring months included."""
        return Period(self.cells[0].date, self.cells[-1].date + ONE_DAY)


def month_table(year: int, month: int, today: dt.date) -> MonthTable:
    """An empty table. Raises ValueError for what is no month."""
    first = dt.date(year, month, 1)
    weeks = [
        [Cell(day, day.month != month, day == today) for day in week]
        for week in calendar.Calendar().monthdatescalendar(year, month)
    ]
    return MonthTable(first, weeks)


def fill(table: MonthTable, rows: Iterable[Row]) -> None:
    """Put rows into their first day; what began before the table stands in its first cell."""
    cells = {cell.date: cell for cell in table.cells}
    start = table.period.first
    for row in rows:
        cell = cells.get(max(row.start_date, start))
        if cell is None:
            continue
        cell.count += 1
        if len(cell.ids) < PER_CELL:
            cell.ids.append(row.pk)
        if len(cell.leads) <= PER_CELL:
            cell.leads.append(lead_of(row))


def lead_of(row: Row) -> int:
    """The id of the leading space: the first word of the facets; 0 when there is none."""
    word = row.facets.partition(" ")[0]
    return int(word.removeprefix("space:")) if word.startswith("space:") else 0


@dataclass
class AgendaMonth:
    """Everything that the month shows; `total` counts the month itself, without its neighbours' days."""

    table: MonthTable
    total: int
    spoken: set[str]


def agenda_month(
    year: int, month: int, filters: AgendaFilters, today: dt.date | None = None
) -> AgendaMonth:
    """A month with the dates that fit; 4 queries, two more for search words."""
    table = month_table(year, month, today or timezone.localdate())
    rows = window(table.period, MONTH_ROWS).rows
    hits, _counts = select(matching(rows, filters.q), filters)
    fill(table, hits)
    shown = {date.pk: date for date in cards([pk for cell in table.cells for pk in cell.ids])}
    for cell in table.cells:
        cell.events = [shown[pk] for pk in cell.ids if pk in shown]
    total = sum(cell.count for cell in table.cells if not cell.is_out)
    return AgendaMonth(table, total, spoken_in(rows))


def small_month(found: AgendaList, spaces: Iterable[SpacePage], today: dt.date) -> MonthTable:
    """The month of the list's first day with a dot per date, from the rows the list has anyway."""
    first = found.period.last if found.period.backwards else found.period.first
    table = month_table(first.year, first.month, today)
    accents = {space.pk: space.accent for space in spaces}
    fill(table, (row for row in found.hits if row.end_date >= table.first))
    on_page = {day.date: f"#{day.anchor}" for day in found.days}
    for cell in table.cells:
        cell.accents = [accents.get(pk, "slate") for pk in cell.leads]
        cell.href = on_page.get(cell.date, "")
    return table


def listed_months() -> tuple[dt.date, dt.date] | None:
    """The first days of the first and the last month with a listed date; two queries."""
    dates = Occurrence.objects.listed().in_order().values_list("start_date", flat=True)
    first, last = dates.first(), dates.reverse().first()
    if first is None or last is None:
        return None
    return first.replace(day=1), last.replace(day=1)
