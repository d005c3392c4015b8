"""The arithmetic of prices: before and after tax, how old a price is, which prices overlap. No queries."""

from __future__ import annotations

import datetime as dt
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable

CENT: Final = Decimal("0.01")
STALE_AFTER: Final = dt.timedelta(days=365)
OLD_AFTER: Final = dt.timedelta(days=730)

EXCLUDED, INCLUDED, EXEMPT, UNKNOWN = "excluded", "included", "exempt", "unknown"


class Priced(Protocol):
    """An amount and what is known of its tax."""

    amount: Decimal
    vat_mode: str
    vat_rate: Decimal | None


class Rate(Protocol):
    """The tax of a country during a period; an open end means since ever or until further notice."""

    country: str
    rate: Decimal
    valid_from: dt.date | None
    valid_until: dt.date | None


class Dated(Protocol):
    """Something that holds during a period and was looked at on a day."""

    valid_from: dt.date | None
    valid_until: dt.date | None
    verified_on: dt.date | None


class BothWays(NamedTuple):
    """One price before and after tax."""

    excl: Decimal
    incl: Decimal


def cents(amount: Decimal) -> Decimal:
    """Rounded to cents, half a cent up: as on an invoice."""
    return amount.quantize(CENT, rounding=ROUND_HALF_UP)


def both_ways(tariff: Priced) -> BothWays | None:
    """The price before and after tax; None where nobody said whether tax is in it, or at which rate."""
    if tariff.vat_mode == EXEMPT:
        return BothWays(cents(tariff.amount), cents(tariff.amount))
    if tariff.vat_rate is None:
        return None
    factor = 1 + tariff.vat_rate
    if tariff.vat_mode == EXCLUDED:
        return BothWays(cents(tariff.amount), cents(tariff.amount * factor))
    if tariff.vat_mode == INCLUDED:
        return BothWays(cents(tariff.amount / factor), cents(tariff.amount))
    return None


def rate_on(country: str, day: dt.date, rates: Iterable[Rate]) -> Decimal | None:
    """The rate of the country on that day; of several the one that began last."""
    valid = [
        rate
        for rate in rates
        if rate.country == country
        and (rate.valid_from is None or rate.valid_from <= day)
        and (rate.valid_until is None or rate.valid_until >= day)
    ]
    valid.sort(key=lambda rate: rate.valid_from or dt.date.min)
    return valid[-1].rate if valid else None


def is_over(tariff: Dated, day: dt.date) -> bool:
    """True for a price that no longer holds: history, never an offer."""
    return tariff.valid_until is not None and tariff.valid_until < day


def freshness(tariff: Dated, day: dt.date) -> str:
    """`fresh` up to twelve months after someone checked it, `stale` up to 24, then (or never checked) `old`."""
    if tariff.verified_on is None or day - tariff.verified_on > OLD_AFTER:
        return "old"
    return "stale" if day - tariff.verified_on > STALE_AFTER else "fresh"


def periods_overlap(one: Dated, other: Dated) -> bool:
    """True when some day lies in both periods."""
    first_ends_before = one.valid_until and other.valid_from and one.valid_until < other.valid_from
    other_ends_before = other.valid_until and one.valid_from and other.valid_until < one.valid_from
    return not (first_ends_before or other_ends_before)
