"""What must hold between the rows of the project: sums of a budget, leads without gap or overlap."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple, Protocol

from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

ONE_DAY = dt.timedelta(days=1)


class Period(Protocol):
    """Something with a first and a last day; no last day means until further notice."""

    start: dt.date
    end: dt.date | None


class Amounts(Protocol):
    """A total and, when published, its ERDF part."""

    total: Decimal
    erdf: Decimal | None


class Mismatch(NamedTuple):
    """By how much the lines miss the published figures; zero where they agree or nothing can be compared."""

    total: Decimal
    erdf: Decimal

    def __bool__(self) -> bool:
        return bool(self.total or self.erdf)


def mismatch(state: Amounts, lines: Sequence[Amounts]) -> Mismatch:
    """Sum of the lines minus the state's figures. A state without lines is complete: its split is not published."""
    if not lines:
        return Mismatch(Decimal(0), Decimal(0))
    total = sum((line.total for line in lines), Decimal(0)) - state.total
    known = [line.erdf for line in lines if line.erdf is not None]
    if state.erdf is None or not known:
        return Mismatch(total, Decimal(0))
    return Mismatch(total, sum(known, Decimal(0)) - state.erdf)


def check_lead_neighbours(period: Period, others: Iterable[Period]) -> None:
    """Raise ValidationError when the period overlaps another or leaves days without a lead beside it."""
    earlier: Period | None = None
    later: Period | None = None
    for other in others:
        if _overlap(period, other):
            raise ValidationError(
                _("This period overlaps the one that begins on %(day)s.")
                % {"day": date_format(other.start)}
            )
        if other.start < period.start and (earlier is None or other.start > earlier.start):
            earlier = other
        if other.start > period.start and (later is None or other.start < later.start):
            later = other
    for before, after in ((earlier, period), (period, later)):
        if before and after and before.end and before.end + ONE_DAY != after.start:
            raise ValidationError(
                _("Nobody would lead between %(first)s and %(last)s.")
                % {
                    "first": date_format(before.end + ONE_DAY),
                    "last": date_format(after.start - ONE_DAY),
                }
            )


def _overlap(one: Period, other: Period) -> bool:
    """True when some day belongs to both."""
    return (other.end is None or one.start <= other.end) and (
        one.end is None or other.start <= one.end
    )
