"""Writes towns, stations, train minutes and the vocabularies of offers and prices."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from coffee.home.seed.reading import Row, Sources, moment, texts
from spaces.models import (
    City,
    OfferAudience,
    OfferType,
    OfferUnit,
    Station,
    TravelTime,
    VatRate,
)
from spaces.places import read_cities

if TYPE_CHECKING:
    from django.db.models import Model

    from coffee.home.seed.records import Seed


def known(model: type[Model], key: str | None) -> Any:
    """The row of that key; None when it is not there (any more)."""
    return model._default_manager.filter(key=key).first() if key else None


def seed_places(seed: Seed, data: Row) -> None:
    """Everything that spaces point to."""
    seed_cities(seed, data["cities"])
    seed_stations(seed, data["stations"])
    seed_train_minutes(seed, data["train_minutes"], Sources(data["sources"]))
    seed_vocabularies(seed, data)
    seed_vat(seed, data["vat"])


def seed_cities(seed: Seed, positions: Row) -> None:
    """All towns of spaces/data/cities.csv, with the positions that the network's file knows."""
    for city in read_cities():
        at = positions.get(city.key, {})
        values = {
            "key": city.key,
            "labels": texts(city.labels),
            "country": city.country,
            "lat": at.get("lat"),
            "lon": at.get("lon"),
        }
        seed.row(City, city.key, values, adopt={"key": city.key})


def seed_stations(seed: Seed, rows: Row) -> None:
    """One station for each town with a space."""
    for key, row in rows.items():
        city = known(City, row["city"])
        if city is not None:
            values = {"key": key, "labels": texts(row), "city": city}
            seed.row(Station, key, values, adopt={"key": key})


def seed_train_minutes(seed: Seed, rows: list[Row], sources: Sources) -> None:
    """The pairs of stations; one that was deleted takes its pairs with it."""
    for row in rows:
        ends = [known(Station, key) for key in row["pair"]]
        if None in ends:
            continue
        first, second = sorted(ends, key=lambda station: station.pk)
        values = {
            "a": first,
            "b": second,
            "min_minutes": row["min"],
            "max_minutes": row["max"],
            "changes": row["changes"],
            "as_of": moment(row["as_of"]),
            "source_url": sources.url(row),
            "confidence": row.get("confidence", "sourced"),
        }
        key = "--".join(sorted(row["pair"]))
        seed.row(TravelTime, key, values, adopt={"a": first, "b": second})


def seed_vocabularies(seed: Seed, data: Row) -> None:
    """Kinds of offer, units, and who pays; the order of the file is the order on the site."""
    for model, name, more in (
        (OfferType, "offer_types", "icon"),
        (OfferUnit, "offer_units", "minutes"),
        (OfferAudience, "offer_audiences", None),
    ):
        for place, (key, row) in enumerate(data[name].items(), 1):
            values = {"key": key, "labels": texts(row), "position": place}
            if more:
                values[more] = row[more]
            seed.row(model, key, values, adopt={"key": key})


def seed_vat(seed: Seed, rows: list[Row]) -> None:
    """The tax of each country."""
    for row in rows:
        values = {
            "country": row["country"],
            "rate": Decimal(row["rate"]),
            "valid_from": row["from"],
            "valid_until": row["until"],
        }
        seed.row(VatRate, f"{row['country']} {moment(row['from'])}".strip(), values)
