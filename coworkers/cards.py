"""People as lists show them: skills under both names, the found one marked, and why they were found."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from coffee.core.language import Text
from coffee.core.text import fold
from coworkers.search import Evidence, evidence
from coworkers.skills import ProfileSkill

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from coworkers.lexicon import Lexicon, SkillInfo
    from coworkers.models import Profile
    from coworkers.vocabulary import Unit

LEVELS = dict(ProfileSkill.LEVELS)


@dataclass(frozen=True)
class SkillPair:
    """A skill under the reader's name and another, with the level that the person gives."""

    own: Text
    other: Text | None
    url: str = ""
    level: int = 0
    mark: str = ""  # "own" or "other": the name that the search found

    @property
    def dots(self) -> list[bool]:
        """One entry per possible level; True up to the person's own."""
        return [step <= self.level for step in LEVELS]

    @property
    def level_label(self) -> str:
        """The level in words."""
        return str(LEVELS.get(self.level, ""))


@dataclass(frozen=True)
class Reason:
    """Why one piece of the query found this person: `found = means`, or only `found`."""

    kind: str
    found: Text
    means: Text | None = None


@dataclass(frozen=True)
class Card:
    """One person in a list."""

    person: Profile
    skills: list[SkillPair]
    reasons: list[Reason] = field(default_factory=list)

    @property
    def more(self) -> int:
        """How many skills the card leaves out."""
        return max(0, len(self.skills) - len(self.top))

    @property
    def top(self) -> list[SkillPair]:
        """Three skills, the found ones first."""
        return sorted(self.skills, key=lambda pair: not pair.mark)[:3]


def pair(skill: SkillInfo, level: int = 0, found: frozenset[str] = frozenset()) -> SkillPair:
    """One skill for the reader. `found`: folded names that the search has matched."""
    own, others = skill.label(), skill.others()
    marked = next((name for name in (own, *others) if fold(name) in found), None)
    return SkillPair(
        own=own,
        # With three languages the found name is the one worth showing.
        other=marked if marked in others else next(iter(others), None),
        url=skill.get_absolute_url() if skill.is_listed else "",
        level=level,
        mark="" if marked is None else ("own" if marked == own else "other"),
    )


def pairs(person: Profile, words_of: Lexicon, units: Sequence[Unit] = ()) -> list[SkillPair]:
    """The declared skills of a person, best first."""
    found = {
        pk: _found_names(unit, words_of.skills.get(pk)) for unit in units for pk in unit.concepts
    }
    known = [(words_of.skills.get(item.tag_id), item) for item in person.skill_items.all()]
    return [
        pair(skill, item.level, found.get(skill.pk, frozenset())) for skill, item in known if skill
    ]


def _found_names(unit: Unit, skill: SkillInfo | None) -> frozenset[str]:
    """The name that was found; when it is a synonym, the skill is marked under the reader's name."""
    if skill is None:
        return frozenset()
    matched = fold(unit.label.text) if unit.label else ""
    known = {fold(name) for name in skill.labels.values()}
    return frozenset({matched if matched in known else fold(skill.label())})


def cards(persons: Iterable[Profile], words_of: Lexicon, units: Sequence[Unit] = ()) -> list[Card]:
    """Cards in the given order; every row of a search has a reason for every unit."""
    return [
        Card(person, pairs(person, words_of, units), reasons(person, words_of, units))
        for person in persons
    ]


def reasons(person: Profile, words_of: Lexicon, units: Sequence[Unit]) -> list[Reason]:
    """One reason per unit, the one that weighed most. The same analysis as the index, on the rows at hand."""
    if not units:
        return []
    known = evidence(person, words_of)
    found = []
    for unit in units:
        best = max(
            (known[key] for key in unit.terms if key in known), key=lambda e: e.weight, default=None
        )
        if best is not None:
            found.append(_reason(unit, best, person, words_of))
    return list(dict.fromkeys(found))


def _reason(unit: Unit, best: Evidence, person: Profile, words_of: Lexicon) -> Reason:
    skill = words_of.skills.get(best.skill) if best.skill else None
    if skill is not None:
        means = skill.label()
        found = Text(unit.label.text, unit.label.language) if unit.label else means
        same = fold(found) == fold(means) or skill.pk not in unit.concepts[:1]
        return Reason(best.kind, means if same else found, None if same else means)
    if best.kind == "place":
        key = person.space.city.key
        town, names = words_of.place(key), words_of.places.get(key, {})
        typed = [Text(name, code) for code, name in names.items() if fold(name) == fold(unit.text)]
        same = not typed or fold(town) == fold(unit.text)
        return Reason("place", town if same else typed[0], None if same else town)
    return Reason(best.kind, best.shown or Text(unit.text))
