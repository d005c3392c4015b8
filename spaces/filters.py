"""The query strings of the directory and of the comparison: read into what is known, the rest ignored."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext as _

from coffee.core.language import Text, current_language
from spaces.models import country_name
from spaces.prices import EXCL, INCL

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.http import QueryDict

    from spaces.answers import Answers
    from spaces.models import City, SpacePage
    from spaces.models.offers import Vocabulary
    from spaces.prices import PriceRow

# The reader's words in the address, the same in every language: with tax, before tax.
VAT_CHOICES = {"ttc": INCL, "ht": EXCL}


class Option(NamedTuple):
    """One value a filter can take."""

    value: str
    label: Text
    checked: bool = False


class ActiveFilter(NamedTuple):
    """One filter that is set, and the query string without it."""

    label: Text
    without: str


@dataclass(frozen=True)
class SpaceFilter:
    """Which spaces the reader wants to see; empty means all."""

    country: str = ""
    city: str = ""
    offers: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.country or self.city or self.offers)

    def matches(self, space: SpacePage, answers: Answers) -> bool:
        """True for a space that has everything asked for."""
        return (
            (not self.country or space.country == self.country)
            and (not self.city or space.city.key == self.city)
            and all(answers.has(key) for key in self.offers)
        )


class SpaceOptions:
    """What the directory can filter by: only what makes a difference between the spaces there are."""

    def __init__(self, spaces: Sequence[SpacePage], answers: dict[int, Answers]) -> None:
        self.cities: dict[str, City] = {space.city.key: space.city for space in spaces}
        self.country_codes = sorted({space.country for space in spaces}, key=country_name)
        self.offers: dict[str, Text] = {}
        # Centres have no desks: compared with them, everything a coworking space has would make a difference.
        compared = [answers[space.pk] for space in spaces if not space.is_centre]
        rows = sorted(
            (offered for said in compared for offered in said.offers.values()),
            key=lambda offered: (offered.position, offered.key),
        )
        for offered in rows:
            if 0 < sum(said.has(offered.key) for said in compared) < len(compared):
                self.offers[offered.key] = offered.label

    def read(self, query: QueryDict) -> SpaceFilter:
        """The filter of a query string; values that no space has are ignored."""
        country, city = query.get("country", ""), query.get("city", "")
        return SpaceFilter(
            country if country in self.country_codes else "",
            city if city in self.cities else "",
            tuple(key for key in self.offers if key in query.getlist("offer")),
        )

    def countries(self, chosen: SpaceFilter) -> list[Option]:
        """The countries by name."""
        return [
            Option(code, Text(country_name(code), current_language()), code == chosen.country)
            for code in self.country_codes
        ]

    def towns(self, chosen: SpaceFilter) -> list[Option]:
        """The towns by name."""
        found = sorted(self.cities.values(), key=lambda city: str(city.label))
        return [Option(city.key, city.label, city.key == chosen.city) for city in found]

    def services(self, chosen: SpaceFilter) -> list[Option]:
        """What some spaces have and others not."""
        return [Option(key, label, key in chosen.offers) for key, label in self.offers.items()]

    def active(self, chosen: SpaceFilter) -> list[ActiveFilter]:
        """What is set now, each with the address that drops it."""
        found = []
        if chosen.country:
            label = Text(country_name(chosen.country), current_language())
            found.append(ActiveFilter(label, query_of(replace(chosen, country=""))))
        if chosen.city:
            label = self.cities[chosen.city].label
            found.append(ActiveFilter(label, query_of(replace(chosen, city=""))))
        for key in chosen.offers:
            rest = tuple(other for other in chosen.offers if other != key)
            found.append(ActiveFilter(self.offers[key], query_of(replace(chosen, offers=rest))))
        return found


def query_of(chosen: SpaceFilter) -> str:
    """The query string of a filter, "?" for none."""
    pairs = [("country", chosen.country), ("city", chosen.city)]
    pairs += [("offer", key) for key in chosen.offers]
    return "?" + "&".join(f"{name}={value}" for name, value in pairs if value)


@dataclass(frozen=True)
class PriceFilter:
    """Which prices the comparison shows, and whether with or without tax first."""

    offer_type: str = ""
    unit: str = ""
    audience: str = ""
    first_kind: str = INCL

    @classmethod
    def read(cls, query: QueryDict) -> PriceFilter:
        """The filter as it was typed, to be checked by `known_in`."""
        return cls(
            query.get("type", ""),
            query.get("unit", ""),
            query.get("audience", ""),
            VAT_CHOICES.get(query.get("tva", ""), INCL),
        )

    def matches(self, row: PriceRow) -> bool:
        """True for a row of the wanted kind."""
        return (
            (not self.offer_type or row.offer_type.key == self.offer_type)
            and (not self.unit or row.unit.key == self.unit)
            and (not self.audience or row.audience.key == self.audience)
        )

    def known_in(self, rows: Iterable[PriceRow]) -> PriceFilter:
        """Without the values that no price has: they are ignored, not answered with an empty table."""
        found = list(rows)
        return replace(
            self,
            offer_type=_known(self.offer_type, {row.offer_type.key for row in found}),
            unit=_known(self.unit, {row.unit.key for row in found}),
            audience=_known(self.audience, {row.audience.key for row in found}),
        )


class PriceOptions(NamedTuple):
    """What the comparison can filter its prices by: only what some price has."""

    offer_types: list[Option]
    units: list[Option]
    audiences: list[Option]
    vat: list[Option]


def price_options(rows: Iterable[PriceRow], chosen: PriceFilter) -> PriceOptions:
    """The values of all prices, in the order of their vocabularies."""
    found = list(rows)
    return PriceOptions(
        _options((row.offer_type for row in found), "position", chosen.offer_type),
        _options((row.unit for row in found), "minutes", chosen.unit),
        _options((row.audience for row in found), "position", chosen.audience),
        [
            Option(value, Text(label, current_language()), kind == chosen.first_kind)
            for (value, kind), label in zip(
                VAT_CHOICES.items(), (_("incl. VAT"), _("excl. VAT")), strict=True
            )
        ],
    )


def _options(words: Iterable[Vocabulary], order: str, chosen: str) -> list[Option]:
    """Each word once."""
    known = {word.key: word for word in words}
    ordered = sorted(known.values(), key=lambda word: (getattr(word, order), word.key))
    return [Option(word.key, word.label, word.key == chosen) for word in ordered]


def chosen_spaces(query: QueryDict, spaces: Sequence[SpacePage]) -> list[SpacePage]:
    """The spaces ticked for comparison, in their given order; all when none of them exists."""
    slugs = set(query.getlist("space"))
    return [space for space in spaces if space.slug in slugs] or list(spaces)


def _known(value: str, values: set[str]) -> str:
    return value if value in values else ""
