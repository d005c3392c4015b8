"""The curated vocabulary keeps its own rules: complete, unambiguous, findable."""

import csv
from collections import Counter
from pathlib import Path

import pytest

from coffee.core.text import fold, tokens
from coworkers.categories import CATEGORY_CODES

CSV_FILE = Path(__file__).resolve().parents[2] / "coworkers" / "data" / "skills.csv"
FIXED_COLUMNS = {"key", "category", "taxonomy_uri"}


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    with CSV_FILE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def languages(rows: list[dict[str, str]]) -> list[str]:
    return [name for name in rows[0] if name not in FIXED_COLUMNS and not name.startswith("alt_")]


def labels(row: dict[str, str], language: str) -> list[str]:
    return [row[language], *filter(None, row[f"alt_{language}"].split("|"))]


def test_there_are_at_least_three_hundred_skills_sorted_by_key(rows: list[dict[str, str]]) -> None:
    keys = [row["key"] for row in rows]
    assert len(keys) >= 300
    assert keys == sorted(set(keys))


def test_every_skill_has_a_label_in_every_language(rows: list[dict[str, str]]) -> None:
    assert set(languages(rows)) >= {"fr", "nl", "en"}
    missing = [row["key"] for row in rows for code in languages(rows) if not row[code].strip()]
    assert missing == []


def test_every_category_is_known_and_well_filled(rows: list[dict[str, str]]) -> None:
    counts = Counter(row["category"] for row in rows)
    assert set(counts) == set(CATEGORY_CODES)
    assert min(counts.values()) >= 12


def test_no_label_of_one_language_means_two_skills(rows: list[dict[str, str]]) -> None:
    clashes = []
    for code in languages(rows):
        owner: dict[str, str] = {}
        for row in rows:
            for label in labels(row, code):
                other = owner.setdefault(fold(label), row["key"])
                if other != row["key"]:
                    clashes.append((code, label, other, row["key"]))
    assert clashes == []


def test_no_label_analyses_to_nothing_or_is_longer_than_the_column(
    rows: list[dict[str, str]],
) -> None:
    for row in rows:
        for code in languages(rows):
            for label in labels(row, code):
                assert tokens(label), label
                assert len(label) <= 100
                assert label == label.strip()


@pytest.mark.parametrize(
    ("fr", "nl"),
    [
        ("Comptabilité", "Boekhouding"),
        ("Fiscalité", "Fiscaliteit"),
        ("Développement web", "Webontwikkeling"),
        ("Graphisme", "Grafische vormgeving"),
        ("Traduction français-néerlandais", "Vertaling Frans-Nederlands"),
        ("Marchés publics", "Overheidsopdrachten"),
        ("Gestion de projet", "Projectbeheer"),
        ("Prise de parole", "Spreken in het openbaar"),
        ("Recherche de financement", "Subsidieadvies"),
        ("Design d’expérience", "UX-design"),
        ("Conception de jeux", "Gamedesign"),
        ("Protection des données", "Gegevensbescherming"),
        ("Menuiserie", "Schrijnwerk"),
        ("Formation", "Opleiding geven"),
        ("Bien-être au travail", "Welzijn op het werk"),
    ],
)
def test_both_labels_of_a_pair_are_one_skill(rows: list[dict[str, str]], fr: str, nl: str) -> None:
    assert [row["nl"] for row in rows if row["fr"] == fr] == [nl]
