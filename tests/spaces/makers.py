"""Makers of offers, prices and stations."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from spaces.models import (
    OfferAudience,
    OfferType,
    OfferUnit,
    SpacePage,
    SpaceTariff,
    Station,
    TravelTime,
    VatRate,
)
from tests.factories import make_city

TODAY = dt.date(2026, 11, 24)


def make_offer_type(key: str = "desk", **fields: Any) -> OfferType:
    """A kind of offer; the same one each time."""
    values = {"labels": {"fr": key.title(), "nl": f"{key.title()} nl"}} | fields
    found, _created = OfferType.objects.get_or_create(key=key, defaults=values)
    return found


def make_unit(key: str = "day", minutes: int = 480) -> OfferUnit:
    """A unit; the same one each time."""
    values = {"labels": {"fr": f"unité {key}"}, "minutes": minutes}
    found, _created = OfferUnit.objects.get_or_create(key=key, defaults=values)
    return found


def make_audience(key: str = "public") -> OfferAudience:
    """Who pays; the same one each time."""
    values = {"labels": {"fr": f"public {key}"}}
    found, _created = OfferAudience.objects.get_or_create(key=key, defaults=values)
    return found


def make_vat(country: str = "FR", rate: str = "0.20", **fields: Any) -> VatRate:
    """A tax rate."""
    return VatRate.objects.create(country=country, rate=Decimal(rate), **fields)


def make_tariff(space: SpacePage, amount: str = "105.00", **fields: Any) -> SpaceTariff:
    """A price of a space, before tax unless said otherwise."""
    values: dict[str, Any] = {
        "offer_type": fields.pop("offer_type", None) or make_offer_type(),
        "unit": fields.pop("unit", None) or make_unit(),
        "audience": fields.pop("audience", None) or make_audience(),
        "vat_mode": "excluded",
    }
    return SpaceTariff.objects.create(space=space, amount=Decimal(amount), **values | fields)


def make_station(key: str, **fields: Any) -> Station:
    """A station in a town of the same name."""
    values = {"labels": {"fr": key.title()}, "city": make_city(key)} | fields
    found, _created = Station.objects.get_or_create(key=key, defaults=values)
    return found


def make_minutes(a: Station, b: Station, least: int, most: int, **fields: Any) -> TravelTime:
    """The train between two stations."""
    return TravelTime.objects.create(a=a, b=b, min_minutes=least, max_minutes=most, **fields)
