"""Where the spaces stand on the drawn map, and where their names find room. Pure: no queries, no templates."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from spaces.models import SpacePage

# The drawing of templates/components/map.html: its box, and the place of latitude and longitude in it.
LEFT, TOP, RIGHT, BOTTOM = 0.0, -14.0, 590.0, 296.0
WEST, NORTH, SCALE = 2.72, 50.83, 460.0
SQUEEZE: Final = math.cos(math.radians(50.53))

SHARED_BELOW = 12.0
HALO = 22.0
LINE = 18.0
# Estimated advance per letter of the two type sizes; a little too wide is safe, too narrow is not.
NAME_LETTER, CITY_LETTER = 9.4, 7.2


class Box(NamedTuple):
    """A rectangle of the drawing."""

    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: Box) -> bool:
        """True when the two share more than an edge."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    @property
    def is_inside(self) -> bool:
        """True when nothing of it is cut off."""
        return (
            self.left >= LEFT and self.right <= RIGHT and self.top >= TOP and self.bottom <= BOTTOM
        )


class Line(NamedTuple):
    """The name of one space and its baseline; `city_y` only below the last name of a mark."""

    space: SpacePage
    y: float
    city_y: float | None


@dataclass
class MapStop:
    """A mark with the spaces that share it, and the place of their names."""

    x: float
    y: float
    spaces: list[SpacePage] = field(default_factory=list)
    anchor: str = "middle"
    name_x: float = 0.0
    name_y: float = 0.0

    @property
    def mark(self) -> Box:
        """What the mark covers."""
        return Box(self.x - HALO, self.y - HALO, self.x + HALO, self.y + HALO)

    @property
    def city_y(self) -> float:
        """The baseline of the town, below the last name."""
        return round(self.name_y + LINE * len(self.spaces), 1)

    @property
    def lines(self) -> list[Line]:
        """The names from top to bottom."""
        last = len(self.spaces) - 1
        return [
            Line(
                space, round(self.name_y + LINE * place, 1), self.city_y if place == last else None
            )
            for place, space in enumerate(self.spaces)
        ]

    @property
    def label_size(self) -> tuple[float, float]:
        """Estimated width and height of names and town."""
        names = max(len(space.title) for space in self.spaces) * NAME_LETTER
        town = len(str(self.spaces[0].city.label)) * CITY_LETTER
        return max(names, town), LINE * (len(self.spaces) + 1)

    def candidates(self) -> Iterator[tuple[str, float, float, Box]]:
        """Anchor, x, first baseline and box of the label below, above, right and left of the mark."""
        width, height = self.label_size
        half = width / 2
        beside = self.y - height / 2
        gap = HALO + 6
        below, above = self.y + gap, self.y - gap - height
        for anchor, x, left, top in (
            ("middle", self.x, self.x - half, below),
            ("middle", self.x, self.x - half, above),
            ("start", self.x + gap, self.x + gap, beside),
            ("end", self.x - gap, self.x - gap - width, beside),
        ):
            yield anchor, x, top + 0.8 * LINE, Box(left, top, left + width, top + height)


def position(space: SpacePage) -> tuple[float, float] | None:
    """Where the space is drawn: at its pin, else in its town; None when neither is on the map."""
    place = space if space.has_pin else space.city
    if place.lat is None or place.lon is None:
        return None
    x = (place.lon - WEST) * SQUEEZE * SCALE
    y = (NORTH - place.lat) * SCALE
    if not (LEFT <= x <= RIGHT and TOP <= y <= BOTTOM):
        return None
    return round(x, 1), round(y, 1)


def map_stops(spaces: Iterable[SpacePage]) -> list[MapStop]:
    """The marks from west to east. Spaces nearer than twelve units share one; those off the map have none."""
    stops: list[MapStop] = []
    for space in sorted(spaces, key=lambda space: space.pk):
        place = position(space)
        if place is None:
            continue
        near = next(
            (stop for stop in stops if math.dist((stop.x, stop.y), place) < SHARED_BELOW), None
        )
        if near is None:
            near = MapStop(*place)
            stops.append(near)
        near.spaces.append(space)
    stops.sort(key=lambda stop: (stop.x, stop.y))
    place_labels(stops)
    return stops


def place_labels(stops: list[MapStop]) -> None:
    """Give each label the first place where it meets nothing; else the one where it meets least."""
    taken = [stop.mark for stop in stops]
    for stop in stops:
        others = [box for box in taken if box is not stop.mark and box != stop.mark]
        scored = []
        for order, (anchor, x, baseline, box) in enumerate(stop.candidates()):
            hits = sum(box.overlaps(other) for other in others) + 10 * (not box.is_inside)
            scored.append((hits, order, anchor, x, baseline, box))
        _hits, _order, stop.anchor, x, baseline, chosen = min(scored, key=lambda item: item[:2])
        stop.name_x, stop.name_y = round(x, 1), round(baseline, 1)
        taken.append(chosen)
