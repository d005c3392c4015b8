"""How much content the measured databases hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

SIZES: Final = (1_000, 20_000)
# Below, a page of a list would not be full, and there would be nothing to compare.
SMALLEST: Final = 200


@dataclass(frozen=True)
class Content:
    """Numbers of rows of one database. `is_dense`: the further events fill the same days, not the past."""

    events: int
    posts: int
    profiles: int
    is_dense: bool = False

    @property
    def name(self) -> str:
        """What stands above its column."""
        sizes = {self.events, self.posts, self.profiles}
        text = " / ".join(f"{size:,}" for size in (sizes if len(sizes) == 1 else self.all))
        return f"{text} dense" if self.is_dense else text

    @property
    def all(self) -> tuple[int, int, int]:
        """The three numbers."""
        return self.events, self.posts, self.profiles


@dataclass(frozen=True)
class Plan:
    """Databases from small to large; the last is as large as the one before, its days fuller."""

    contents: tuple[Content, ...]

    @classmethod
    def of(
        cls,
        sizes: Sequence[int] = SIZES,
        *,
        events: int | None = None,
        posts: int | None = None,
        profiles: int | None = None,
    ) -> Plan:
        """The same sizes for every kind, unless the largest number of a kind is given. Raises ValueError."""
        ordered = sorted(set(sizes))
        if len(ordered) < 2:
            raise ValueError("at least two sizes are needed, so that growth can be seen")
        largest = ordered[-1]
        last = Content(events or largest, posts or largest, profiles or largest)
        smaller = [
            Content(min(size, last.events), min(size, last.posts), min(size, last.profiles))
            for size in ordered[:-1]
        ]
        if min(smaller[0].all) < SMALLEST:
            raise ValueError(f"there must be at least {SMALLEST} of each kind")
        dense = Content(last.events, last.posts, last.profiles, is_dense=True)
        return cls((*smaller, last, dense))
