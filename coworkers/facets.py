"""The filters beside the list, each value with the number of people it would leave."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from django.db.models import BigIntegerField, Count, F, Value
from django.utils.translation import gettext as _

from coffee.core.language import Text
from coworkers import languages
from coworkers.categories import CATEGORIES, bit
from coworkers.filters import (
    AVAILABLE,
    CATEGORY,
    COUNTRY,
    FACETS,
    SKILL,
    SPACE,
    SPEAKS,
    Choices,
    Selection,
)
from coworkers.models import Profile
from spaces.models import country_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from coworkers.querysets import ProfileQuerySet
    from spaces.models import SpacePage


NO_SPACE: Final = 0


class Group(NamedTuple):
    """So many people who are alike in everything that is counted in Python."""

    space: int
    country: str
    availability: str
    mask: int  # of languages; of categories where the space is NO_SPACE
    people: int


@dataclass
class Option:
    """One value of a facet."""

    value: str
    label: str
    count: int
    on: bool
    space: SpacePage | None = None
    is_rare: bool = False

    @property
    def is_hidden(self) -> bool:
        """A rare language without people is in the page for the numbers, not for the eye."""
        return self.is_rare and not self.count and not self.on


@dataclass
class Facet:
    """One group of checkboxes."""

    key: str
    name: str
    options: list[Option]


def _grouped(people: ProfileQuerySet, **columns: Any) -> QuerySet[Any, Any]:
    """One row for each combination of these columns, with its number of people."""
    rows = people.order_by().annotate(
        **{f"group_{name}": column for name, column in columns.items()}
    )
    grouped: QuerySet[Any, Any] = rows.values_list(*(f"group_{name}" for name in columns)).annotate(
        number=Count("pk")
    )
    return grouped


class Counts:
    """How many people each value would leave, and how many there are. One query with two groupings."""

    def __init__(self, people: ProfileQuerySet, chosen: Selection, choices: Choices) -> None:
        """`people`: everyone who is visible and found, before any filter."""
        self.chosen, self.choices = chosen, choices
        # A category is not counted in Python: with it the groups would be nearly as many as the people.
        alike = _grouped(
            people.filter(chosen.conditions(CATEGORY, SKILL)),
            space=F("space_id"),
            of=F("country"),
            when=F("availability"),
            mask=F("languages_mask"),
        )
        others = chosen.conditions(SPACE, COUNTRY, SPEAKS, AVAILABLE, SKILL)
        fields = _grouped(
            people.filter(others),
            space=Value(NO_SPACE, output_field=BigIntegerField()),
            of=Value(""),
            when=Value(""),
            mask=F("categories_mask"),
        )
        rows = [Group(*row) for row in alike.union(fields, all=True)]
        self.groups = [row for row in rows if row.space != NO_SPACE]
        self.masks = [(row.mask, row.people) for row in rows if row.space == NO_SPACE]
        self.spoken = languages.mask(chosen.get(SPEAKS))
        self.space_ids = {chosen.space_ids[slug] for slug in chosen.get(SPACE)}

    def _passes(self, group: Group, ignored: str = "") -> bool:
        tests = {
            SPACE: not self.space_ids or group.space in self.space_ids,
            COUNTRY: not self.chosen.get(COUNTRY) or group.country in self.chosen.get(COUNTRY),
            AVAILABLE: not self.chosen.get(AVAILABLE)
            or group.availability in self.chosen.get(AVAILABLE),
            SPEAKS: group.mask & self.spoken == self.spoken,
        }
        return all(passed for key, passed in tests.items() if key != ignored)

    @property
    def total(self) -> int:
        """How many people all filters together leave."""
        return sum(group.people for group in self.groups if self._passes(group))

    def of(self, key: str) -> Counter[str]:
        """People per value of one facet. A facet ignores its own choice, except the languages: those add up."""
        if key == CATEGORY:
            return Counter(
                {
                    code: sum(n for mask, n in self.masks if mask & bit(code))
                    for code, _l in CATEGORIES
                }
            )
        if key == SPEAKS:
            passing = [group for group in self.groups if self._passes(group)]
            return Counter(
                {
                    code: sum(g.people for g in passing if g.mask >> position & 1)
                    for position, code in enumerate(languages.CODES)
                }
            )
        slugs = {pk: slug for slug, pk in self.chosen.space_ids.items()}
        counted: Counter[str] = Counter()
        for group in self.groups:
            if self._passes(group, ignored=key):
                values = {
                    SPACE: slugs.get(group.space, ""),
                    COUNTRY: group.country,
                    AVAILABLE: group.availability,
                }
                counted[values[key]] += group.people
        return counted

    def facets(self) -> list[Facet]:
        """Everything that the column of filters shows. Values without people stay in place."""
        names = {
            SPACE: _("Space"),
            COUNTRY: _("Country"),
            CATEGORY: _("Field"),
            SPEAKS: _("Works in"),
            AVAILABLE: _("Availability"),
        }
        return [Facet(key, names[key], list(self._options(key))) for key in FACETS]

    def _options(self, key: str) -> Iterable[Option]:
        counted, chosen = self.of(key), self.chosen.get(key)
        spaces = {space.slug: space for space in self.choices.spaces}
        for value in self.choices.values(key):
            yield Option(
                value=value,
                label=value_label(key, value, spaces),
                count=counted[value],
                on=value in chosen,
                space=spaces.get(value) if key == SPACE else None,
                is_rare=key == SPEAKS and value not in languages.COMMON,
            )


def value_label(key: str, value: str, spaces: dict[str, SpacePage]) -> str:
    """What a person reads for a value; a language appears under its own name."""
    if key == SPACE:
        return str(spaces[value].title)
    if key == COUNTRY:
        return country_name(value)
    if key == SPEAKS:
        return Text(languages.SPOKEN[value], value)
    labels = dict(CATEGORIES) if key == CATEGORY else dict(Profile.AVAILABILITIES)
    return str(labels[value])
