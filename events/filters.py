"""The query string of the agenda: known words become facets, the same for page, month and calendar feed."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple, TypeVar
from urllib.parse import urlencode

from django.utils.text import normalize_newlines

from coffee.core.text import clean
from events import choices

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from spaces.models import SpacePage

QUERY_LENGTH: Final = 200
# More values than any facet has can only be noise.
MOST_VALUES: Final = 50
MOST_PAGES: Final = 10_000
FIRST_YEAR, LAST_YEAR = 1990, 2100

WEEK, WEEKEND, MONTH, PAST = "week", "weekend", "month", "past"
WHENS: Final = (WEEK, WEEKEND, MONTH, PAST)
# In the order of an address.
FACETS: Final = (
    "space", "country", "lang", "kind", "tag", "mode", "price", "access", "cross",
)  # fmt: skip
OTHER_KEYS: Final = ("q", "when", "from", "page")

Facet = str
Counts = dict[Facet, Counter[str]]


class Row(NamedTuple):
    """The light form of a date, which is all that filtering needs."""

    pk: int
    event_id: int
    start_date: dt.date
    end_date: dt.date
    facets: str


@dataclass(frozen=True)
class Known:
    """What exists to be asked for. Spaces have slugs in addresses and ids in facets."""

    spaces: Mapping[str, int] = field(default_factory=dict)
    countries: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()

    @classmethod
    def of(cls, spaces: Iterable[SpacePage], tags: Iterable[str] = ()) -> Known:
        """The spaces of the network and their countries; the themes that are asked for and exist."""
        found = list(spaces)
        return cls(
            {space.slug: space.pk for space in found},
            frozenset(space.country.lower() for space in found),
            frozenset(tags),
        )

    def token(self, facet: Facet, value: str) -> str:
        """The word of the facets column for a value of an address; empty for what does not exist."""
        if facet == "space":
            return f"space:{self.spaces[value]}" if value in self.spaces else ""
        return f"{facet}:{value}" if value in self.values(facet) else ""

    def values(self, facet: Facet) -> frozenset[str]:
        """The values a facet can have in an address."""
        return {
            "space": frozenset(self.spaces),
            "country": self.countries,
            "lang": frozenset(choices.SPOKEN),
            "kind": frozenset(dict(choices.KINDS)),
            "tag": self.tags,
            "mode": frozenset(dict(choices.MODES)),
            "price": frozenset(dict(choices.PRICES)),
            "access": frozenset(dict(choices.ACCESS)),
            "cross": frozenset({"1"}),
        }[facet]


@dataclass(frozen=True)
class AgendaFilters:
    """What a reader asked for, as far as it exists; `unknown` is the rest, for a feed to refuse."""

    chosen: Mapping[Facet, tuple[str, ...]] = field(default_factory=dict)
    tokens: Mapping[Facet, frozenset[str]] = field(default_factory=dict)
    q: str = ""
    when: str = ""
    start: dt.date | None = None
    page: int = 1
    unknown: tuple[tuple[str, str], ...] = ()

    @classmethod
    def parse(cls, query: Mapping[str, Sequence[str]], known: Known) -> AgendaFilters:
        """Read a query string (`dict(request.GET.lists())`). Never raises."""
        chosen: dict[Facet, tuple[str, ...]] = {}
        tokens: dict[Facet, frozenset[str]] = {}
        unknown: list[tuple[str, str]] = []
        for facet in FACETS:
            given = [value for value in query.get(facet, ()) if value][:MOST_VALUES]
            # Country codes are written in either case.
            values = [value.lower() for value in given] if facet == "country" else given
            found = {value: known.token(facet, value) for value in dict.fromkeys(values)}
            unknown += [(facet, value[:40]) for value, token in found.items() if not token]
            if any(found.values()):
                chosen[facet] = tuple(value for value, token in found.items() if token)
                tokens[facet] = frozenset(filter(None, found.values()))
        when = last(query, "when")
        if when and when not in WHENS:
            unknown.append(("when", when[:40]))
            when = ""
        start, page = date_of(last(query, "from")), page_of(last(query, "page"))
        if start is None and last(query, "from"):
            unknown.append(("from", last(query, "from")[:40]))
        if page is None:
            unknown.append(("page", last(query, "page")[:40]))
        return cls(
            chosen, tokens, clean_query(last(query, "q")), when, start, page or 1, tuple(unknown)
        )

    @property
    def is_active(self) -> bool:
        """True when dates of the period may be left out of the list."""
        return bool(self.tokens or self.q)

    @property
    def is_plain(self) -> bool:
        """True for the list as everybody finds it: only that one is for search engines."""
        return not (self.is_active or self.when or self.start or self.page > 1 or self.unknown)

    def has(self, facet: Facet, value: str) -> bool:
        """True when this value is ticked."""
        return value in self.chosen.get(facet, ())

    def query(
        self, more: Mapping[str, str | int | None] | None = None, *, without: Facet = ""
    ) -> str:
        """`?…` of this selection in one order, without one facet, with other parameters; empty when there is none."""
        pairs: list[tuple[str, str]] = [
            (facet, value)
            for facet in FACETS
            if facet != without
            for value in sorted(self.chosen.get(facet, ()))
        ]
        if self.q and without != "q":
            pairs.append(("q", self.q))
        pairs += [(key, str(value)) for key, value in (more or {}).items() if value]
        return f"?{urlencode(pairs)}" if pairs else ""


def last(query: Mapping[str, Sequence[str]], key: str) -> str:
    """The last value of a key, as Django's own `get` gives it."""
    values = query.get(key) or ("",)
    return values[-1]


def clean_query(text: str) -> str:
    """What someone typed, in one line, without control characters, cut where nobody reads on."""
    line = " ".join(clean(normalize_newlines(text[: QUERY_LENGTH * 4])).split())
    return line[:QUERY_LENGTH].strip()


def date_of(text: str) -> dt.date | None:
    """An ISO date within reason."""
    try:
        day = dt.date.fromisoformat(text) if len(text) == len("2026-01-01") else None
    except ValueError:
        return None
    return day if day and FIRST_YEAR <= day.year <= LAST_YEAR else None


def page_of(text: str) -> int | None:
    """The number of a page, 1 when none is given; None for what is no number."""
    if not text:
        return 1
    if not (text.isascii() and text.isdecimal()):
        return None
    # A number that is too long is a page that does not exist, and is told so.
    return min(int(text[:6]), MOST_PAGES) if len(text) <= 6 else MOST_PAGES


AnyRow = TypeVar("AnyRow", bound=Row)


def select(rows: Iterable[AnyRow], filters: AgendaFilters) -> tuple[list[AnyRow], Counts]:
    """The rows that fit (any value inside a facet, all facets), and what each further tick would give.

    A row that misses exactly one facet counts for that facet only: ticking one of its values there would show it.
    """
    hits: list[AnyRow] = []
    counts: Counts = {facet: Counter() for facet in FACETS}
    for row in rows:
        words = row.facets.split()
        missed = [name for name, wanted in filters.tokens.items() if wanted.isdisjoint(words)]
        if len(missed) > 1:
            continue
        if not missed:
            hits.append(row)
        for word in words:
            facet = word.partition(":")[0]
            if facet in counts and (not missed or facet == missed[0]):
                counts[facet][word] += 1
    return hits, counts


def to_drop(rows: Iterable[Row], filters: AgendaFilters) -> Facet:
    """The facet without which most rows would fit; empty when no single one helps."""
    gains: Counter[Facet] = Counter()
    for row in rows:
        words = row.facets.split()
        missed = [name for name, wanted in filters.tokens.items() if wanted.isdisjoint(words)]
        if len(missed) == 1:
            gains[missed[0]] += 1
    return max(FACETS, key=lambda name: gains[name]) if gains else ""
