"""The starter vocabulary: `data/skills.csv` into rows, without touching what people have edited."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from django.conf import settings
from django.db import transaction

from coffee.core.text import fold, words
from coworkers.categories import CATEGORY_CODES
from coworkers.models import Skill, SkillLabel, VocabularyState

if TYPE_CHECKING:
    from collections.abc import Iterator

STARTER: Final = Path(__file__).parent / "data" / "skills.csv"
ALTERNATIVE: Final = "alt_"
OTHER_COLUMNS: Final = {"key", "category", "taxonomy_uri"}
NAME_LENGTH: Final = 100


class VocabularyError(ValueError):
    """The file cannot be loaded; the message names line and reason, and nothing was written."""


class Row(NamedTuple):
    """One skill of the file: preferred label and alternatives by language."""

    key: str
    category: str
    taxonomy_uri: str
    preferred: dict[str, str]
    alternatives: dict[str, list[str]]


@dataclass
class Result:
    """How many rows were written."""

    added: int = 0
    updated: int = 0
    skills: int = 0
    seen: set[str] = field(default_factory=set)

    @property
    def written(self) -> int:
        """Every change; 0 for a second run."""
        return self.added + self.updated


def read(path: Path = STARTER) -> list[Row]:
    """The rows of the file; languages are found in its header. Raises VocabularyError."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        columns = set(reader.fieldnames or ())
        if not columns >= {"key", "category"}:
            raise VocabularyError("line 1: the columns key and category are needed")
        languages = [
            c
            for c in reader.fieldnames or ()
            if c not in OTHER_COLUMNS and not c.startswith(ALTERNATIVE)
        ]
        rows = [_row(line, reader.line_num, languages) for line in reader]
    seen: set[str] = set()
    for row in rows:
        if row.key in seen:
            raise VocabularyError(f"{row.key}: the key stands twice")
        seen.add(row.key)
    return rows


def _row(line: dict[str, str | None], number: int, languages: list[str]) -> Row:
    cells = {name: " ".join((cell or "").split()) for name, cell in line.items() if name}
    row = Row(
        cells["key"],
        cells["category"],
        cells.get("taxonomy_uri", ""),
        {code: cells[code] for code in languages if cells[code]},
        {
            code: [
                text.strip()
                for text in cells.get(ALTERNATIVE + code, "").split("|")
                if text.strip()
            ]
            for code in languages
        },
    )
    texts = [
        *row.preferred.values(),
        *(text for many in row.alternatives.values() for text in many),
    ]
    problem = (
        (not row.key and "no key")
        or (row.category not in CATEGORY_CODES and f"unknown category {row.category!r}")
        or (not row.preferred and "no label")
        or next((f"{text!r} leaves nothing to search" for text in texts if not words(text)), "")
        or next((f"{text[:40]!r}… is too long" for text in texts if len(text) > 255), "")
    )
    if problem:
        raise VocabularyError(f"line {number}: {problem}")
    return row


@transaction.atomic
def load(rows: list[Row]) -> Result:
    """Add and update by key. Never deletes, never overwrites a label that was edited in the admin."""
    result = Result()
    skills = {skill.slug: skill for skill in Skill.objects.all()}
    for row in rows:
        skills[row.key] = _skill(row, skills.get(row.key), result)
    _labels(rows, skills, result)
    result.skills = len(rows)
    if result.written:
        VocabularyState.bump()
    return result


def _skill(row: Row, skill: Skill | None, result: Result) -> Skill:
    if skill is None:
        result.added += 1
        made: Skill = Skill.objects.create(
            slug=row.key,
            name=_free_name(row),
            category=row.category,
            taxonomy_uri=row.taxonomy_uri,
        )
        return made
    changed = [
        name for name in ("category", "taxonomy_uri") if getattr(skill, name) != getattr(row, name)
    ]
    if changed:
        for name in changed:
            setattr(skill, name, getattr(row, name))
        skill.save(update_fields=changed)
        result.updated += 1
    return skill


def _free_name(row: Row) -> str:
    """The source label; with the key when another skill is already called so."""
    name = row.preferred.get(settings.LANGUAGE_CODE) or next(iter(row.preferred.values()))
    name = name[:NAME_LENGTH]
    if Skill.objects.filter(name=name).exists():
        return f"{name[: NAME_LENGTH - len(row.key) - 3]} ({row.key})"
    return name


def _wanted(row: Row) -> Iterator[tuple[str, str, str]]:
    """(language, kind, text), the preferred label of a language before its alternatives."""
    for language, text in row.preferred.items():
        yield language, SkillLabel.PREF, text
    for language, texts in row.alternatives.items():
        for text in texts:
            yield language, SkillLabel.ALT, text


def _labels(rows: list[Row], skills: dict[str, Skill], result: Result) -> None:
    known = {
        (label.skill_id, label.language, label.folded): label for label in SkillLabel.objects.all()
    }
    preferred = {
        (s, lang): label for (s, lang, _f), label in known.items() if label.kind == SkillLabel.PREF
    }
    fresh: list[SkillLabel] = []
    for row in rows:
        pk = skills[row.key].pk
        for language, kind, text in _wanted(row):
            place, key = (pk, language), (pk, language, fold(text))
            old, current = known.get(key), preferred.get(place)
            if kind == SkillLabel.PREF and current is not None:
                _rename(current, text, old, result)
                known[key] = current
            elif old is None:
                label = SkillLabel(
                    skill_id=pk,
                    language=language,
                    kind=kind,
                    text=text,
                    folded=key[2],
                    edited=False,
                )
                fresh.append(label)
                known[key] = label
                if kind == SkillLabel.PREF:
                    preferred[place] = label
    SkillLabel.objects.bulk_create(fresh)
    result.added += len(fresh)


def _rename(current: SkillLabel, text: str, twin: SkillLabel | None, result: Result) -> None:
    """Give the preferred label another text, unless someone has edited it."""
    if current.text == text or current.edited:
        return
    if twin is not None and twin is not current:
        twin.delete()
    current.text = text
    current.save()
    result.updated += 1
