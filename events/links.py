"""Where the list of the agenda leads: further on, back, to what a filter hides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

if TYPE_CHECKING:
    from events.agenda import AgendaList
    from events.filters import AgendaFilters


def next_url(filters: AgendaFilters, found: AgendaList) -> str:
    """Where the list goes on: the next page of the period, else the next period; empty at the end."""
    list_url = reverse("events:list")
    start = filters.start.isoformat() if filters.start else None
    if found.page < found.pages:
        return list_url + filters.query(
            {"when": filters.when, "from": start, "page": found.page + 1}
        )
    if found.next_from is None:
        return ""
    return list_url + filters.query({"when": filters.when, "from": found.next_from.isoformat()})


def previous_url(filters: AgendaFilters, found: AgendaList) -> str:
    """The page before this one inside the period; empty on the first."""
    if found.page <= 1:
        return ""
    start = filters.start.isoformat() if filters.start else None
    page = found.page - 1 if found.page > 2 else None  # page one has no number
    return reverse("events:list") + filters.query(
        {"when": filters.when, "from": start, "page": page}
    )


def drop_url(filters: AgendaFilters, found: AgendaList) -> str:
    """The list without the filter that hides most; empty when something is shown or no single filter is to blame."""
    if not found.drop:
        return ""
    start = filters.start.isoformat() if filters.start else None
    return reverse("events:list") + filters.query(
        {"when": filters.when, "from": start}, without=found.drop
    )


def next_day_url(filters: AgendaFilters, found: AgendaList) -> str:
    """The list from the next day that has anything; empty when there is none or something is shown."""
    if found.next_day is None:
        return ""
    when = filters.when if found.period.backwards else None
    return reverse("events:list") + filters.query(
        {"when": when, "from": found.next_day.isoformat()}
    )
