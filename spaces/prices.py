"""Prices as they are shown: with or without tax first, with their age, in the order of a table."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from spaces import offers

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable
    from decimal import Decimal

    from spaces.models import OfferAudience, OfferType, OfferUnit, SpaceTariff

# Keys of the vocabularies that the site itself must know.
PUBLIC: Final = "public"
DAY: Final = "day"
INCL, EXCL = "incl", "excl"


@dataclass(frozen=True)
class Price:
    """One price with its two readings; `second` and the kinds are empty when tax was not stated."""

    tariff: SpaceTariff
    first: Decimal
    first_kind: str
    second: Decimal | None
    second_kind: str
    age: str

    @property
    def is_public(self) -> bool:
        """True for a price that anybody pays."""
        return self.tariff.audience.key == PUBLIC

    @property
    def is_exempt(self) -> bool:
        """True where there is no tax at all."""
        return self.tariff.vat_mode == offers.EXEMPT


@dataclass(frozen=True)
class PriceRow:
    """One kind of price: what is sold, for how long, to whom; with the prices of each space."""

    offer_type: OfferType
    unit: OfferUnit
    audience: OfferAudience
    by_space: dict[int, list[Price]]

    @property
    def is_public(self) -> bool:
        """False for a row that only some people pay; it is never *the* price."""
        return self.audience.key == PUBLIC


def price_of(tariff: SpaceTariff, day: dt.date, first_kind: str = INCL) -> Price:
    """The price with the wanted reading first."""
    both = tariff.both_ways
    age = offers.freshness(tariff, day)
    if both is None:
        return Price(tariff, tariff.amount, "", None, "", age)
    readings = [(both.incl, INCL), (both.excl, EXCL)]
    if first_kind == EXCL:
        readings.reverse()
    (first, kind), (second, second_kind) = readings
    return Price(tariff, first, kind, second, second_kind, age)


def current(tariffs: Iterable[SpaceTariff], day: dt.date) -> list[SpaceTariff]:
    """Without the prices that are over."""
    return [tariff for tariff in tariffs if not offers.is_over(tariff, day)]


def price_rows(
    tariffs: Iterable[SpaceTariff], day: dt.date, first_kind: str = INCL
) -> list[PriceRow]:
    """One row for each kind, unit and audience, in the order the tariffs come; units are never mixed."""
    rows: dict[tuple[int, int, int], PriceRow] = {}
    for tariff in current(tariffs, day):
        key = (tariff.offer_type_id, tariff.unit_id, tariff.audience_id)
        row = rows.setdefault(
            key, PriceRow(tariff.offer_type, tariff.unit, tariff.audience, defaultdict(list))
        )
        row.by_space[tariff.space_id].append(price_of(tariff, day, first_kind))
    for row in rows.values():
        for prices in row.by_space.values():
            # Without a statement on tax a price cannot be compared: it stands behind the others.
            prices.sort(key=lambda price: (price.second is None, price.first))
    return list(rows.values())


def headline(tariffs: Iterable[SpaceTariff], day: dt.date) -> Price | None:
    """The one price beside address and hours: for all before for members, a day before other times."""
    ranked = sorted(
        current(tariffs, day),
        key=lambda tariff: (
            tariff.audience.key != PUBLIC,
            tariff.unit.key != DAY,
            tariff.offer_type.position,
            tariff.unit.minutes,
            tariff.amount,
        ),
    )
    return price_of(ranked[0], day) if ranked else None
