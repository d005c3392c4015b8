"""One page of the catalogue: the people, the filters with their numbers, and what can be taken away again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.core.paginator import Page, Paginator
from django.http import QueryDict

from coworkers import lexicon, search
from coworkers.cards import Card, cards
from coworkers.facets import Counts, Facet, value_label
from coworkers.filters import FACETS, SKILL, Choices, Selection
from spaces.network import network_spaces

if TYPE_CHECKING:
    from django.http import HttpRequest

    from coffee.core.language import Text
    from coworkers.lexicon import Lexicon, SkillInfo
    from coworkers.models import Profile
    from coworkers.search import Query

# More would take the page over 60 kB on a first visit.
PER_PAGE: Final = 18
MOST_PAGES: Final = 50


@dataclass(frozen=True)
class Chip:
    """One applied filter and the address of the list without it."""

    label: str
    url: str


@dataclass(frozen=True)
class Listing:
    """Everything that the list shows."""

    chosen: Selection
    query: Query
    total: int
    page: Page[int]
    cards: list[Card]
    facets: list[Facet]
    chips: list[Chip]
    understood: list[Text]
    near_skills: list[SkillInfo]

    @property
    def people(self) -> list[Profile]:
        """The profiles of this page."""
        return [card.person for card in self.cards]

    @property
    def skill_values(self) -> tuple[str, ...]:
        """Skills chosen by a link; the form has no box for them and must not lose them."""
        return self.chosen.get(SKILL)

    @property
    def is_cut(self) -> bool:
        """True when there are more people than pages to turn."""
        return self.total > PER_PAGE * MOST_PAGES

    @property
    def parameters(self) -> dict[str, QueryDict]:
        """For the pager: the parameters that mean something, without the rest."""
        return {"GET": QueryDict(self.chosen.address()[1:])}

    @property
    def own_page(self) -> dict[str, QueryDict]:
        """For the pager of a page that is about one skill: nothing but the number."""
        return {"GET": QueryDict()}


def listing(request: HttpRequest, number: int, skill: SkillInfo | None = None) -> Listing | None:
    """The page of that number; None when there is no such page. Six queries, seven for a mistyped word.

    `skill`: the page of one skill, which is the catalogue with that filter set from outside.
    """
    user, params = request.user, request.GET
    words_of = lexicon.current()
    choices = Choices(network_spaces(request), frozenset(info.pk for info in words_of.listed))
    chosen = Selection.from_query(params, choices)
    if skill is not None:
        chosen = Selection(values={SKILL: (str(skill.pk),)}, space_ids=chosen.space_ids)
    query = search.understand(chosen.query, user, words_of)
    counts = Counts(search.people(user, query.units), chosen, choices)
    pages = Paginator(range(min(counts.total, PER_PAGE * MOST_PAGES)), PER_PAGE)
    if not 1 <= number <= pages.num_pages:
        return None
    page = pages.page(number)
    found = search.page_of_people(user, query.units, chosen, (number - 1) * PER_PAGE, PER_PAGE)
    return Listing(
        chosen=chosen,
        query=query,
        total=counts.total,
        page=page,
        cards=cards(found, words_of, query.units),
        facets=counts.facets(),
        chips=list(_chips(chosen, choices, words_of)),
        understood=_understood(query, words_of),
        near_skills=[] if counts.total else _near(query, words_of),
    )


def _chips(chosen: Selection, choices: Choices, words_of: Lexicon) -> list[Chip]:
    spaces = {space.slug: space for space in choices.spaces}
    chips = [
        Chip(value_label(key, value, spaces), chosen.without(key, value).address())
        for key in FACETS
        for value in chosen.get(key)
    ]
    chips += [
        Chip(words_of.skills[int(value)].label(), chosen.without(SKILL, value).address())
        for value in chosen.get(SKILL)
    ]
    return chips


def _understood(query: Query, words_of: Lexicon) -> list[Text]:
    """The names of the recognised skills that the visitor did not type."""
    typed = query.text.casefold()
    found = []
    for unit in query.units:
        for pk in unit.concepts[:1]:
            skill = words_of.skills[pk]
            found += [
                name for name in (skill.label(), *skill.others()) if name.casefold() not in typed
            ]
    return found


def _near(query: Query, words_of: Lexicon) -> list[SkillInfo]:
    """Skills of the same field as those that nobody has, for a list that is empty."""
    wanted = [pk for unit in query.units for pk in unit.concepts]
    fields = {words_of.skills[pk].category for pk in wanted}
    near = [s for s in words_of.listed if s.category in fields and s.pk not in wanted]
    return sorted(near, key=lambda skill: skill.label().casefold())[:8]
