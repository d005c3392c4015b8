"""The languages that people work in; each one is a bit in a profile's mask."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

SOURCE = Path(__file__).parent / "data" / "spoken.csv"


with SOURCE.open(encoding="utf-8", newline="") as _file:
    _ROWS = list(csv.DictReader(_file))

# Code to the language's own name. Append only: the position of a code is its bit in stored masks.
SPOKEN: Final[dict[str, str]] = {row["code"]: row["name"] for row in _ROWS}
CODES: Final = tuple(SPOKEN)
# What nearly everyone here speaks: filters show these even when nobody is found.
COMMON: Final = frozenset(row["code"] for row in _ROWS if row["common"])


def spoken_choices() -> list[tuple[str, str]]:
    """Choices of forms; a callable so that one more language needs no migration."""
    return list(SPOKEN.items())


def mask(codes: Iterable[str]) -> int:
    """The languages as one number; unknown codes count for nothing."""
    return sum(1 << CODES.index(code) for code in set(codes) if code in SPOKEN)
