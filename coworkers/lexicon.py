"""The skills, their names and the places in memory, one copy per process, as new as the last change."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from django.urls import reverse

from coffee.core.language import Text, current_language, labelled, language_codes
from coffee.core.slugs import slug_of
from coworkers.models import Skill, SkillLabel, VocabularyState
from coworkers.vocabulary import Vocabulary
from spaces.models import City

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True)
class SkillInfo:
    """One skill as pages show it; costs no query."""

    pk: int
    slug: str
    name: str
    category: str
    status: str
    merged_into: int | None
    labels: dict[str, str]

    @property
    def is_listed(self) -> bool:
        """True when everyone may choose it, filter by it and read its page."""
        return self.status == Skill.APPROVED

    def label(self, language: str | None = None) -> Text:
        """The name in the wanted (default: the reader's) language, else in another."""
        return labelled(self.labels, language) or Text(self.name)

    def others(self) -> list[Text]:
        """The names in the other interface languages, without those that read the same."""
        own = self.label()
        found: dict[str, Text] = {str(own): own}
        for code in language_codes():
            if self.labels.get(code):
                found.setdefault(self.labels[code], Text(self.labels[code], code))
        return list(found.values())[1:]

    def get_absolute_url(self) -> str:
        """The page of the skill in the active language."""
        return reverse("coworkers:skill", args=[slug_of(str(self.label()), "skill"), self.pk])


class Lexicon:
    """Everything that is known about skills and places at one version of the vocabulary."""

    def __init__(
        self,
        version: str,
        skills: Iterable[SkillInfo],
        labels: Iterable[tuple[int, str, str, str]],
        places: dict[str, dict[str, str]],
    ) -> None:
        self.version, self.places = version, places
        self.skills = {skill.pk: skill for skill in skills}
        self._labels = [row for row in labels if self.skills[row[0]].is_listed]

    @classmethod
    def load(cls, version: str) -> Lexicon:
        """Read it from the database; three queries."""
        rows = list(
            SkillLabel.objects.order_by("skill_id", "language", "-kind", "pk").values_list(
                "skill_id", "language", "kind", "text"
            )
        )
        preferred: dict[int, dict[str, str]] = {}
        for skill, language, kind, text in rows:
            if kind == SkillLabel.PREF:
                preferred.setdefault(skill, {})[language] = text
        columns = ("pk", "slug", "name", "category", "status", "merged_into_id")
        skills = [
            SkillInfo(pk, slug, name, category, status, merged, preferred.get(pk, {}))
            for pk, slug, name, category, status, merged in Skill.objects.order_by(
                "pk"
            ).values_list(*columns)
        ]
        known = {skill.pk for skill in skills}
        places = dict(City.objects.order_by("pk").values_list("key", "labels"))
        return cls(version, skills, [row for row in rows if row[0] in known], places)

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The analysed labels; made at the first search of a process, then kept."""
        names = [
            (key, name)
            for key, labels in self.places.items()
            for name in sorted(set(labels.values()))
        ]
        return Vocabulary(self._labels, names)

    @property
    def listed(self) -> list[SkillInfo]:
        """The skills that everyone may choose."""
        return [skill for skill in self.skills.values() if skill.is_listed]

    def place(self, key: str) -> Text:
        """A town in the reader's language."""
        return labelled(self.places.get(key), current_language())


_kept: dict[str, Lexicon] = {}


def current() -> Lexicon:
    """The lexicon of now. One query for its version; more only in the first request after a change."""
    version = VocabularyState.current()
    kept = _kept.get("")
    if kept is None or not version or kept.version != version:
        # Two threads may load it twice; each result is right, and the later one stays.
        kept = _kept[""] = Lexicon.load(version)
    return kept
