"""In which order a reader meets the items: the own spaces first, and always something from across the border."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence


@dataclass(frozen=True)
class Slot:
    """What ordering knows of an item: nothing of its words."""

    key: int
    section: str
    spaces: frozenset[int]
    countries: frozenset[str]
    starts: str = ""


@dataclass(frozen=True)
class Arrangement:
    """The items of one group of readers, in order; `across` stands in a block of its own at the end."""

    keys: tuple[int, ...]
    across: tuple[int, ...] = ()

    @property
    def variant(self) -> str:
        """A name for this order; two groups that see the same have the same variant."""
        text = ",".join(map(str, self.keys)) + "|" + ",".join(map(str, self.across))
        return sha256(text.encode()).hexdigest()[:32]


def arrange(
    slots: Sequence[Slot], spaces: Collection[int] = (), *, only_mine: bool = False
) -> Arrangement | None:
    """The order for readers of these spaces; None when `only_mine` leaves nothing of theirs.

    The sender's order is kept, with the own spaces' items moved to the front of it. Filtering never silences a
    side of the border: the first item of a side that would vanish stays. An item of two countries is of both.
    """
    own = frozenset(spaces)
    mine = [slot for slot in slots if slot.spaces & own]
    if not (only_mine and own):
        return Arrangement(tuple(slot.key for slot in _first(slots, mine)))
    # What belongs to no space is said to everyone, but is no reason to write.
    kept = [slot for slot in slots if slot.spaces & own or not slot.spaces]
    if not mine:
        return None
    missing = _sides(slots) - _sides(kept)
    across: list[Slot] = []
    for slot in slots:
        if slot.countries & missing:
            across.append(slot)
            missing -= slot.countries
    return Arrangement(
        tuple(slot.key for slot in _first(kept, mine)), tuple(slot.key for slot in across)
    )


def _first(slots: Iterable[Slot], mine: Collection[Slot]) -> list[Slot]:
    return sorted(slots, key=lambda slot: slot not in mine)


def _sides(slots: Iterable[Slot]) -> frozenset[str]:
    return frozenset().union(*(slot.countries for slot in slots))


def alternate(slots: Iterable[Slot]) -> list[Slot]:
    """The same slots, the sides of the border by turns as far as they last; within a side the order stays."""
    waiting, ordered = list(slots), list[Slot]()
    while waiting:
        last = ordered[-1].countries if ordered else frozenset[str]()
        turn = next((slot for slot in waiting if not slot.countries & last), waiting[0])
        waiting.remove(turn)
        ordered.append(turn)
    return ordered


def by_date(slots: Iterable[Slot]) -> list[Slot]:
    """Dates in their order, because an agenda is read as one; on one day the sides alternate."""
    days: dict[str, list[Slot]] = {}
    for slot in sorted(slots, key=lambda slot: slot.starts):
        days.setdefault(slot.starts[:10], []).append(slot)
    return [slot for day in days.values() for slot in alternate(day)]
