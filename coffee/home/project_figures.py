"""The published budgets made readable: shares, regions, and what changed from one state to the next. No queries."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import zip_longest
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from coffee.home.models import BudgetLine, BudgetState

PERCENT = Decimal(100)


@dataclass(frozen=True)
class Share:
    """A name with its amounts; `percent` of the largest is the length of its bar."""

    name: str
    total: Decimal
    erdf: Decimal | None
    percent: Decimal


@dataclass(frozen=True)
class StateView:
    """One published budget. `change` is the difference to the state published before it."""

    state: BudgetState
    lines: list[BudgetLine]
    regions: list[Share] = field(default_factory=list)
    change: Decimal | None = None

    @property
    def rate(self) -> Decimal | None:
        """The ERDF part of the total in per cent; None while it is not published."""
        if self.state.erdf is None or not self.state.total:
            return None
        return self.state.erdf / self.state.total * PERCENT

    @property
    def largest(self) -> Decimal:
        """The longest bar of the table."""
        return max((line.total for line in self.lines), default=Decimal(0))


def state_views(states: Iterable[BudgetState]) -> list[StateView]:
    """Newest first, as the states must come; their lines and the lines' partners prefetched."""
    ordered = list(states)
    views = []
    for state, before in zip_longest(ordered, ordered[1:]):
        lines = list(state.lines.all())
        change = state.total - before.total if before else None
        views.append(StateView(state, lines, regions(lines), change))
    return views


def regions(lines: Iterable[BudgetLine]) -> list[Share]:
    """The sums by region, largest first. A region without a line takes no part in the sum, so it has no row."""
    totals: defaultdict[str, Decimal] = defaultdict(Decimal)
    parts: defaultdict[str, Decimal] = defaultdict(Decimal)
    complete: defaultdict[str, bool] = defaultdict(lambda: True)
    for line in lines:
        name = line.partner.get_region_display()
        totals[name] += line.total
        parts[name] += line.erdf or 0
        complete[name] &= line.erdf is not None
    whole = sum(totals.values(), Decimal(0))
    return [
        Share(name, total, parts[name] if complete[name] else None, total / whole * PERCENT if whole else Decimal(0))
        for name, total in sorted(totals.items(), key=lambda item: -item[1])
    ]  # fmt: skip
