"""The query string of the catalogue: known values become conditions, everything else is ignored."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from django.db.models import F, Q
from django.db.models.lookups import Exact, GreaterThan
from django.utils.text import normalize_newlines

from coffee.core.text import clean
from coworkers import languages
from coworkers.categories import CATEGORY_CODES, bit
from coworkers.models import Profile, ProfileSkill

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import QueryDict

    from spaces.models import SpacePage

QUERY_LENGTH: Final = 200
# More values than any facet has can only be noise.
MOST_VALUES: Final = 50
# Larger numbers are no ids, and SQLite refuses them.
ID_DIGITS: Final = 12

SPACE, COUNTRY, CATEGORY, SKILL = "space", "country", "category", "skill"
SPEAKS, AVAILABLE, QUERY, PAGE = "speaks", "available", "q", "page"
# In the order of the screen, and of the parameters of an address.
FACETS: Final = (SPACE, COUNTRY, CATEGORY, SPEAKS, AVAILABLE)
KEYS: Final = (*FACETS, SKILL)


def clean_query(text: str) -> str:
    """What someone typed, in one line, without control characters, cut where nobody reads on."""
    return " ".join(clean(normalize_newlines(text[: QUERY_LENGTH * 4])).split())[
        :QUERY_LENGTH
    ].strip()


@dataclass(frozen=True)
class Choices:
    """What exists to be chosen: the spaces of the network, and the skills by id."""

    spaces: Sequence[SpacePage]
    skills: frozenset[int] = frozenset()

    @property
    def countries(self) -> list[str]:
        """The countries of the spaces, in alphabetical order of their codes."""
        return sorted({space.country for space in self.spaces})

    def values(self, key: str) -> tuple[str, ...]:
        """The values that a parameter may take; empty for skills, which are too many."""
        return {
            SPACE: tuple(space.slug for space in self.spaces),
            COUNTRY: tuple(self.countries),
            CATEGORY: CATEGORY_CODES,
            SPEAKS: languages.CODES,
            AVAILABLE: tuple(code for code, _label in Profile.AVAILABILITIES),
        }.get(key, ())


@dataclass(frozen=True)
class Selection:
    """What a visitor asked for, as far as it exists. Values stand in one order, so equal wishes are equal."""

    query: str = ""
    values: dict[str, tuple[str, ...]] = field(default_factory=dict)
    space_ids: dict[str, int] = field(default_factory=dict)

    @classmethod
    def from_query(cls, params: QueryDict, choices: Choices) -> Selection:
        """Unknown parameters and values are left out; never raises."""
        values = {}
        for key in FACETS:
            wanted = set(params.getlist(key)[:MOST_VALUES])
            values[key] = tuple(value for value in choices.values(key) if value in wanted)
        ids = {int(raw) for raw in params.getlist(SKILL)[:MOST_VALUES] if _is_id(raw)}
        values[SKILL] = tuple(str(pk) for pk in sorted(ids & choices.skills))
        return cls(
            query=clean_query(params.get(QUERY, "")),
            values={key: chosen for key, chosen in values.items() if chosen},
            space_ids={space.slug: space.pk for space in choices.spaces},
        )

    def get(self, key: str) -> tuple[str, ...]:
        """The chosen values of one parameter."""
        return self.values.get(key, ())

    @property
    def count(self) -> int:
        """How many filters are set, without the search."""
        return sum(len(chosen) for chosen in self.values.values())

    @property
    def is_active(self) -> bool:
        """True when the list is not simply everybody."""
        return bool(self.query or self.values)

    def without(self, key: str, value: str) -> Selection:
        """The same wish with one filter less."""
        left = tuple(other for other in self.get(key) if other != value)
        values = {**self.values, key: left}
        return replace(self, values={name: chosen for name, chosen in values.items() if chosen})

    def with_query(self, query: str) -> Selection:
        """The same filters for another search."""
        return replace(self, query=query)

    def address(self, page: int = 1) -> str:
        """`?…` in one canonical order; `?` when nothing is chosen."""
        pairs = [(QUERY, self.query)] if self.query else []
        pairs += [(key, value) for key in KEYS for value in self.get(key)]
        if page > 1:
            pairs.append((PAGE, str(page)))
        return "?" + urlencode(pairs)

    # --- conditions

    def condition(self, key: str, prefix: str = "") -> Q:
        """One filter as a condition, for a table that reaches the profile by `prefix`; empty when nothing is chosen."""
        chosen = self.get(key)
        if not chosen:
            return Q()
        if key == SPACE:
            return Q(**{f"{prefix}space__in": [self.space_ids[slug] for slug in chosen]})
        if key == SKILL:
            owners = ProfileSkill.objects.filter(tag__in=[int(pk) for pk in chosen])
            return Q(**{f"{prefix}pk__in": owners.values("content_object")})
        if key == CATEGORY:
            some = F(f"{prefix}categories_mask").bitand(sum(bit(code) for code in chosen))
            return Q(GreaterThan(some, 0))
        if key == SPEAKS:
            wanted = languages.mask(chosen)
            return Q(Exact(F(f"{prefix}languages_mask").bitand(wanted), wanted))
        column = {COUNTRY: "country", AVAILABLE: "availability"}[key]
        return Q(**{f"{prefix}{column}__in": chosen})

    def conditions(self, *keys: str, prefix: str = "") -> Q:
        """Several filters at once; all of them without keys."""
        combined = Q()
        for key in keys or KEYS:
            combined &= self.condition(key, prefix)
        return combined


def _is_id(raw: str) -> bool:
    return raw.isascii() and raw.isdecimal() and len(raw) <= ID_DIGITS


def page_number(raw: str) -> int | None:
    """The number of a page; None for what cannot be one."""
    raw = raw or "1"
    if not _is_id(raw) or int(raw) < 1:
        return None
    return int(raw)
