"""Marks and labels of the map: nothing covers anything, and nothing off the map is drawn."""

from __future__ import annotations

from itertools import combinations, count

import pytest

from spaces.map_geometry import Box, MapStop, map_stops
from spaces.models import City, SpacePage

_numbers = count(1)


def space(lat: float | None, lon: float | None, name: str = "Space", **fields: object) -> SpacePage:
    city = fields.pop("city", None) or City(key="x", labels={"fr": "Ville"}, country="BE")
    return SpacePage(pk=next(_numbers), title=name, lat=lat, lon=lon, city=city, **fields)


def label_box(stop: MapStop) -> Box:
    """The box of the label that was chosen."""
    return next(
        box
        for anchor, x, baseline, box in stop.candidates()
        if (anchor, round(x, 1), round(baseline, 1)) == (stop.anchor, stop.name_x, stop.name_y)
    )


NETWORK = [
    (50.6302, 3.0605, "Mutual"),
    (50.6065, 3.3895, "Esc"),
    (50.4553, 3.9535, "Connection"),
    (50.4790, 4.1880, "The Cowork Place"),
    (50.4160, 4.4495, "Swi"),
]


def test_the_projection_is_that_of_the_drawing() -> None:
    stops = map_stops([space(*row) for row in NETWORK])
    assert [(round(stop.x), round(stop.y)) for stop in stops] == [
        (100, 92), (196, 103), (361, 172), (429, 162), (506, 190),
    ]  # fmt: skip


def test_no_label_covers_a_mark_or_another_label() -> None:
    stops = map_stops([space(*row) for row in NETWORK])
    labels = [label_box(stop) for stop in stops]
    assert all(box.is_inside for box in labels)
    assert not any(one.overlaps(other) for one, other in combinations(labels, 2))
    for stop, label in zip(stops, labels, strict=True):
        assert not any(label.overlaps(other.mark) for other in stops if other is not stop)


def test_two_spaces_at_one_address_share_a_mark_with_two_links() -> None:
    here = [space(50.6302, 3.0605, "One"), space(50.6302, 3.0605, "Two")]
    (stop,) = map_stops(here)
    assert stop.spaces == here
    first, second = stop.lines
    assert second.y > first.y
    assert first.city_y is None
    assert second.city_y == stop.city_y


def test_an_estimated_or_vague_position_is_drawn_as_the_town() -> None:
    town = City(key="t", labels={"fr": "Mons"}, country="BE", lat=50.454, lon=3.952)
    exact = map_stops([space(50.5, 3.9, city=town)])
    vague = map_stops([space(50.5, 3.9, city=town, accuracy_m=501)])
    guessed = map_stops([space(50.5, 3.9, city=town, position_estimated=True)])
    nothing = map_stops([space(None, None, city=town)])
    assert (exact[0].x, exact[0].y) != (vague[0].x, vague[0].y)
    assert {(stop.x, stop.y) for (stop,) in (vague, guessed, nothing)} == {(vague[0].x, vague[0].y)}


@pytest.mark.parametrize(("lat", "lon"), [(50.88, 4.70), (None, None), (50.2, 2.4), (51.2, 4.4)])
def test_a_space_off_the_map_is_not_drawn(lat: float | None, lon: float | None) -> None:
    assert map_stops([space(lat, lon)]) == []


def test_no_space_is_no_mark() -> None:
    assert map_stops([]) == []


def test_the_places_of_the_labels_do_not_depend_on_the_order_of_the_day() -> None:
    spaces = [space(*row) for row in NETWORK]
    forward = [(stop.name_x, stop.name_y) for stop in map_stops(spaces)]
    assert [(stop.name_x, stop.name_y) for stop in map_stops(spaces[::-1])] == forward


def test_a_crowded_map_still_draws_every_space() -> None:
    crowd = [
        space(50.30 + 0.03 * number, 3.0 + 0.05 * number, "Long name of a space")
        for number in range(16)
    ]
    assert sum(len(stop.spaces) for stop in map_stops(crowd)) == 16
