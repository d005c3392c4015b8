"""Dates as sources give them: a day, a month, a half-year, a year, a school year. Their precision is kept."""

from __future__ import annotations

import datetime as dt
import re

from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

MOMENT = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d))?|-S(?P<half>[12])|/(?P<next>\d{4}))?\Z"
)
INVALID = gettext_lazy(
    "Write a day (2017-09-30), a month (2017-09), a half-year (2017-S1) or a year."
)


def validate_moment(value: str) -> None:
    """Refuse what `moment_text` could not read."""
    if first_day(value) is None:
        raise ValidationError(INVALID)


def first_day(value: str) -> dt.date | None:
    """The first day of the moment, for sorting; None when it is no moment."""
    found = MOMENT.match(value)
    if found is None:
        return None
    half = 7 if found["half"] == "2" else 1
    if found["next"]:
        # A period named after two years lies around the turn of the year.
        half = 10
    try:
        return dt.date(int(found["year"]), int(found["month"] or half), int(found["day"] or 1))
    except ValueError:
        return None


def moment_text(value: str) -> str:
    """The moment in the reader's language; the value itself when it cannot be read."""
    found, day = MOMENT.match(value), first_day(value)
    if found is None or day is None:
        return value
    if found["day"]:
        return date_format(day, "DATE_FORMAT")
    if found["month"]:
        return date_format(day, "YEAR_MONTH_FORMAT")
    if found["half"] == "1":
        return _("first half of %(year)s") % {"year": found["year"]}
    if found["half"] == "2":
        return _("second half of %(year)s") % {"year": found["year"]}
    return value.replace("/", "–")
