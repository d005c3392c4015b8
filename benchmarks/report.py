"""Figures as a table, and what the targets say of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MOST_QUERIES: Final = 12
MOST_GROWTH: Final = 1.2


@dataclass(frozen=True)
class Target:
    """What is asked of a page. None: not asked.

    `ratio`: its cost by that of the empty Wagtail page, in the largest database. `growth`: its cost in the
    largest database by that in the smallest; `dense_growth`: the same where the days are fuller. `per_entry`:
    milliseconds for each entry of a feed.
    """

    ratio: float | None = 2.0
    growth: float | None = MOST_GROWTH
    dense_growth: float | None = None
    per_entry: float | None = None


class Cell(NamedTuple):
    """What a page costs in one database."""

    cost: float
    queries: int
    entries: int = 0


@dataclass(frozen=True)
class Line:
    """A page with its cells, the smallest database first; `dense` is the one with fuller days."""

    page: str
    target: Target
    cells: Sequence[Cell]
    dense: Cell | None
    floor: float

    @property
    def all(self) -> list[Cell]:
        """Every cell."""
        return [*self.cells, *([self.dense] if self.dense else [])]

    @property
    def ratio(self) -> float:
        """By the empty Wagtail page, in the largest database."""
        return self.cells[-1].cost / self.floor

    @property
    def growth(self) -> float:
        """From the smallest to the largest."""
        return self.cells[-1].cost / self.cells[0].cost

    @property
    def dense_growth(self) -> float | None:
        """From the smallest to the one with fuller days."""
        return self.dense.cost / self.cells[0].cost if self.dense else None

    @property
    def per_entry(self) -> float:
        """Milliseconds for each entry, in the database where there are most."""
        fullest = max(self.all, key=lambda cell: cell.entries)
        return fullest.cost / max(fullest.entries, 1)

    def verdicts(self) -> list[tuple[str, bool]]:
        """Each target in words, and whether it is met."""
        counts = [cell.queries for cell in self.all]
        shown = str(counts[0]) if len(set(counts)) == 1 else " / ".join(map(str, counts))
        most = f"queries {shown}, the same everywhere and at most {MOST_QUERIES}"
        found = [(most, len(set(counts)) == 1 and max(counts) <= MOST_QUERIES)]
        for text, value, limit in (
            ("x the empty page", self.ratio, self.target.ratio),
            ("x from smallest to largest", self.growth, self.target.growth),
            ("x from smallest to dense", self.dense_growth, self.target.dense_growth),
            ("ms an entry", self.per_entry, self.target.per_entry),
        ):
            if limit is not None and value is not None:
                found.append((f"{value:.2f} {text}, at most {limit}", value <= limit))
        return found


def table(lines: Iterable[Line], names: Sequence[str], floors: Sequence[tuple[str, float]]) -> str:
    """The figures in Markdown, for the terminal and for docs/performance.md."""
    heads = [
        "page",
        "queries",
        *(f"{name} (ms)" for name in names),
        "x empty page",
        "growth",
        "dense",
    ]
    rows = [heads, ["---", *(["---:"] * (len(heads) - 1))]]
    for name, cost in floors:
        rows.append([name, "", f"{cost:.1f}", *([""] * (len(heads) - 3))])
    for line in lines:
        counts = list(dict.fromkeys(cell.queries for cell in line.all))
        costs = [f"{cell.cost:.1f}" for cell in line.all]
        rows.append(
            [
                line.page,
                " / ".join(map(str, counts)),
                *costs,
                *([""] * (len(names) - len(costs))),
                f"{line.ratio:.1f}",
                f"{line.growth:.2f}",
                f"{line.dense_growth:.2f}" if line.dense_growth else "",
            ]
        )
    widths = [max(len(row[column]) for row in rows) for column in range(len(heads))]
    return "\n".join(
        "| " + " | ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)) + " |"
        for row in rows
    )


def verdicts(lines: Iterable[Line]) -> str:
    """One line for each target."""
    found = [(line.page, text, met) for line in lines for text, met in line.verdicts()]
    width = max(len(page) for page, _text, _met in found)
    return "\n".join(
        f"{'met   ' if met else 'MISSED'} {page.ljust(width)}  {text}" for page, text, met in found
    )
