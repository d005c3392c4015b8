"""Minutes by train between the spaces: one row per pair of stations, read both ways."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from spaces.models import TravelTime

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from spaces.models import SpacePage, Station

Pairs = dict[frozenset[int], TravelTime]


class Ride(NamedTuple):
    """From one space to another: on foot within one town's station, else by train, else not known."""

    space: SpacePage
    time: TravelTime | None = None
    on_foot: bool = False


class Row(NamedTuple):
    """One line of the train table; a cell is None on the diagonal."""

    space: SpacePage
    cells: list[Ride | None]


def travel_times(stations: Iterable[Station | None]) -> Pairs:
    """All times between these stations, by pair; one query."""
    keys = {station.pk for station in stations if station is not None}
    rows = TravelTime.objects.filter(a__in=keys, b__in=keys)
    return {frozenset((row.a_id, row.b_id)): row for row in rows}


def ride(start: SpacePage, end: SpacePage, times: Pairs) -> Ride:
    """How one gets from the one space to the other."""
    if not start.station_id or not end.station_id:
        return Ride(end)
    if start.station_id == end.station_id:
        return Ride(end, on_foot=True)
    return Ride(end, times.get(frozenset((start.station_id, end.station_id))))


def rides_from(start: SpacePage, others: Iterable[SpacePage]) -> list[Ride]:
    """From one space to each station of the others, once, quickest first; without what is not known."""
    ends = [space for space in others if space.pk != start.pk and space.station_id]
    times = travel_times([start.station, *(space.station for space in ends)])
    by_station: dict[int, Ride] = {}
    for space in ends:
        found = ride(start, space, times)
        if found.time is not None:
            by_station.setdefault(space.station_id, found)
    return sorted(by_station.values(), key=_quickest)


def train_table(spaces: Sequence[SpacePage]) -> list[Row]:
    """Every space against every other, one line for each; one query."""
    with_station = [space for space in spaces if space.station_id]
    times = travel_times(space.station for space in with_station)
    return [
        Row(
            start, [None if end.pk == start.pk else ride(start, end, times) for end in with_station]
        )
        for start in with_station
    ]


def _quickest(found: Ride) -> tuple[int, int]:
    return (found.time.min_minutes if found.time else 0, found.space.pk)
