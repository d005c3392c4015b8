"""The invented content as it stands in the files, and the rules by which its dates follow today."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import yaml

FOLDER: Final = Path(__file__).parents[1] / "data"
WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
SATURDAY, MONDAY = 5, 0

Row = dict[str, Any]


@lru_cache(maxsize=2)
def read(name: str) -> Row:
    """One file of the folder. Do not change what it returns: it is read once."""
    text = (FOLDER / name).read_text(encoding="utf-8")
    # The C loader is ten times quicker and not there on every machine.
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    content: Row = yaml.load(text, Loader=loader)  # noqa: S506 - both are safe loaders
    return content


def content() -> Row:
    """People, events, posts, newsletters."""
    return read("demo.yaml")


def accounts() -> Row:
    """Those somebody can log in as."""
    return read("accounts.yaml")


def forward(day: dt.date, weekday: int) -> dt.date:
    """The first such weekday on or after a day."""
    return day + dt.timedelta(days=(weekday - day.weekday()) % 7)


def nth_of_month(day: dt.date, weekday: int, nth: int) -> dt.date:
    """The first day on or after `day` that is the nth such weekday of its month."""
    found = forward(day, weekday)
    while (found.day - 1) // 7 + 1 != nth:
        found += dt.timedelta(days=7)
    return found


def first_day(row: Row, today: dt.date) -> dt.date:
    """The day of an event, or the first of a series.

    `day` counts from today. A named weekday moves forward; without one, weekends move to Monday, because most
    of this is working life.
    """
    day = today + dt.timedelta(days=row["day"])
    repeats = row.get("recurrence", {})
    if "weekday" not in row:
        stays = row.get("any_day") or day.weekday() < SATURDAY
        return day if stays else forward(day, MONDAY)
    weekday = WEEKDAYS.index(row["weekday"])
    if "nth" in repeats:
        return nth_of_month(day, weekday, repeats["nth"])
    return forward(day, weekday)


def times(row: Row) -> tuple[dt.time | None, dt.time | None]:
    """Beginning and end of one day of an event; both None for whole days."""
    if row.get("all_day"):
        return None, None
    start = dt.time.fromisoformat(row["start"])
    end = dt.datetime.combine(dt.date.min, start) + dt.timedelta(minutes=row["duration"])
    return start, end.time()


def source_and_others(row: Row) -> tuple[str, list[str]]:
    """The language a row is written in, and those into which it is translated."""
    source: str = row["language"]
    texts = row.get("title") or row.get("subject") or row["headline"]
    return source, [code for code in texts if code != source]
