"""What the page of one space shows beside its own texts: hours, prices, trains, what is there."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from django.urls import reverse
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from coffee.core.language import labelled
from spaces import offers, prices
from spaces.network import network_spaces
from spaces.travel import rides_from

if TYPE_CHECKING:
    import datetime as dt

    from coffee.core.language import Text
    from spaces.models import (
        OfferType,
        OpeningHours,
        SpaceAmenity,
        SpaceFact,
        SpaceOffer,
        SpacePage,
    )


class DayHours(NamedTuple):
    """The hours of one day, or of several that follow each other and are alike."""

    days: str
    times: str


def hours_lines(space: SpacePage) -> list[DayHours]:
    """Opening hours, equal neighbours in one line: "Monday – Friday 8:30 – 18:00"."""
    by_day = [
        (day, tuple(_times(line) for line in lines))
        for day, lines in groupby(space.opening_hours.all(), key=lambda line: line.weekday)
    ]
    runs: list[tuple[int, int, tuple[str, ...]]] = []
    for day, times in by_day:
        if runs and runs[-1][1] == day - 1 and runs[-1][2] == times:
            runs[-1] = (runs[-1][0], day, times)
        else:
            runs.append((day, day, times))
    return [DayHours(_days(first, last), ", ".join(times)) for first, last, times in runs]


def _days(first: int, last: int) -> str:
    name = str(WEEKDAYS[first])
    return name if first == last else f"{name} – {WEEKDAYS[last]}"


def _times(line: OpeningHours) -> str:
    return f"{time_format(line.opens, 'H:i')} – {time_format(line.closes, 'H:i')}"


class OnSite(NamedTuple):
    """Something the place has."""

    offer_type: OfferType
    on_request: bool
    note: Text


def what_is_there(space: SpacePage) -> list[OnSite]:
    """Amenities of the page and offers of the space, each once; an offer says more, so it wins."""
    rows: dict[str, SpaceAmenity | SpaceOffer] = {
        row.offer_type.key: row for row in space.amenities.all()
    }
    if space.pk:
        rows |= {row.offer_type.key: row for row in space.offers.select_related("offer_type")}
    found = sorted(rows.values(), key=lambda row: (row.offer_type.position, row.offer_type.key))
    return [
        OnSite(row.offer_type, row.availability == "on_request", labelled(row.note))
        for row in found
        if row.availability != "no"
    ]


def figures(space: SpacePage) -> list[tuple[str, list[SpaceFact]]]:
    """The published figures by what they are about, in the order of the choices; the address stands elsewhere."""
    by_key: dict[str, list[SpaceFact]] = {}
    for fact in space.facts.all():
        if fact.key != fact.ADDRESS:
            by_key.setdefault(fact.key, []).append(fact)
    return [(str(label), by_key[key]) for key, label in space.fact_keys() if key in by_key]


def space_details(space: SpacePage, request: Any, day: dt.date | None = None) -> dict[str, Any]:
    """Everything templates/spaces/detail.html reads beside the page itself."""
    today = day or timezone.localdate()
    tariffs = list(space.tariffs.for_listing()) if space.pk else []
    rows = prices.price_rows(tariffs, today)
    return {
        "crumbs": [{"url": reverse("spaces:list"), "label": _("Spaces")}],
        "address_fact": next(
            (fact for fact in space.facts.all() if fact.key == fact.ADDRESS), None
        ),
        "hours": hours_lines(space),
        "offers": what_is_there(space),
        "figures": figures(space),
        "headline": prices.headline(tariffs, today),
        "price_rows": [(row, row.by_space[space.pk]) for row in rows],
        "past_prices": [
            prices.price_of(row, today) for row in tariffs if offers.is_over(row, today)
        ],
        "rides": rides_from(space, network_spaces(request)) if space.station_id else [],
    }
