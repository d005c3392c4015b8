"""The day of a date in addresses: an ISO date, and nothing else."""

from __future__ import annotations

import datetime as dt


class DayConverter:
    """2026-12-24. A day that no calendar has (2026-02-30) is no match, hence 404."""

    regex = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> dt.date:
        return dt.date.fromisoformat(value)

    def to_url(self, value: dt.date | str) -> str:
        return value if isinstance(value, str) else value.isoformat()
