"""Over time every space stands in every place equally often."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass

import pytest

from spaces.querysets import in_fair_order

MONDAY = dt.date(2026, 11, 23)


@dataclass(frozen=True)
class Place:
    pk: int


def first_day_of_a_cycle(size: int) -> dt.date:
    return MONDAY - dt.timedelta(days=MONDAY.toordinal() % size)


@pytest.mark.parametrize("size", range(1, 13))
def test_each_space_stands_in_each_place_once_a_cycle(size: int) -> None:
    places = [Place(pk) for pk in range(1, size + 1)]
    cycles = 52
    start = first_day_of_a_cycle(size)
    seen: Counter[tuple[int, int]] = Counter()
    for number in range(cycles * size):
        order = in_fair_order(places, start + dt.timedelta(days=number))
        assert sorted(place.pk for place in order) == list(range(1, size + 1))
        seen.update((place.pk, position) for position, place in enumerate(order))
    assert set(seen.values()) == {cycles}


def test_the_neighbours_change_from_cycle_to_cycle() -> None:
    places = [Place(pk) for pk in range(1, 6)]
    followers = set()
    for cycle in range(20):
        order = in_fair_order(places, first_day_of_a_cycle(5) + dt.timedelta(days=5 * cycle))
        position = order.index(Place(1))
        followers.add(order[(position + 1) % 5])
    assert len(followers) > 1


def test_the_order_depends_on_the_day_and_not_on_the_input() -> None:
    places = [Place(pk) for pk in range(1, 8)]
    assert in_fair_order(places, MONDAY) == in_fair_order(reversed(places), MONDAY)


def test_no_space_is_an_empty_list() -> None:
    assert in_fair_order([], MONDAY) == []
