"""Names of places: the towns of the border region as a file, and every name under which search finds a place."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import NamedTuple

from spaces.models import City, SpacePage

CITIES_FILE = Path(__file__).parent / "data" / "cities.csv"


class CityRow(NamedTuple):
    """One line of the file; `labels` has the languages of its heading."""

    key: str
    country: str
    labels: dict[str, str]


def read_cities(path: Path = CITIES_FILE) -> list[CityRow]:
    """The towns of the file. Its languages are the columns beside key and country, so a third needs no code."""
    with path.open(encoding="utf-8", newline="") as lines:
        rows = []
        for line in csv.DictReader(lines):
            key, country = line.pop("key"), line.pop("country")
            labels = {code: name.strip() for code, name in line.items() if name and name.strip()}
            rows.append(CityRow(key, country, labels))
        return rows


def search_names() -> list[tuple[str, str]]:
    """(key of the town, name) for every name of every town in every language, and for the names of the spaces.

    "Bergen" and "Mons" share a key, and so does the name of a space there. The file adds languages in which the
    site itself does not speak ("Ghent"). Without duplicates; two queries.
    """
    listed = {row.key: row.labels for row in read_cities()}
    names = []
    for city in City.objects.order_by("key"):
        known = [*city.labels.values(), *listed.get(city.key, {}).values()]
        names += [(city.key, name) for name in known]
    spaces = SpacePage.objects.in_network().order_by("pk").values_list("city__key", "title")
    return list(dict.fromkeys([*names, *spaces]))
