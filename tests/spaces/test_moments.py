"""Dates keep the precision of their source, in both languages."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import ValidationError
from django.utils import translation

import pytest

from spaces.moments import first_day, moment_text, validate_moment


@pytest.mark.parametrize(
    ("value", "french", "dutch"),
    [
        ("2017", "2017", "2017"),
        ("2017-09", "septembre 2017", "september 2017"),
        ("2017-09-30", "30 septembre 2017", "30 september 2017"),
        ("2016/2017", "2016–2017", "2016–2017"),
        ("nobody knows", "nobody knows", "nobody knows"),
        ("", "", ""),
    ],
)
def test_a_moment_is_read_aloud_in_the_language_of_the_reader(
    value: str, french: str, dutch: str
) -> None:
    with translation.override("fr"):
        assert moment_text(value) == french
    with translation.override("nl"):
        assert moment_text(value) == dutch


def test_half_years_name_their_year() -> None:
    first, second = moment_text("2017-S1"), moment_text("2017-S2")
    assert "2017" in first
    assert "2017" in second
    assert first != second


def test_moments_sort_by_their_first_day() -> None:
    values = ["2016-10", "2016/2017", "2017-S1", "2017-02", "2017-S2", "2017-09-30", "2019"]
    days = [first_day(value) for value in values]
    assert days == sorted(day for day in days if day)
    assert first_day("2017-S2") == dt.date(2017, 7, 1)


@pytest.mark.parametrize(
    "value", ["2017-13", "2017-02-30", "17", "2017-S3", "2017-09-30\n", "٢٠١٧-13"]
)
def test_what_cannot_be_read_is_refused(value: str) -> None:
    with pytest.raises(ValidationError):
        validate_moment(value)
