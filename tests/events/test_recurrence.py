"""From rules to dates: wall clock time, months of every length, both changes of the clocks."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from events import choices
from events.recurrence import HARD_LIMIT, Rule, Slot, expand, is_in_gap

BRUSSELS = ZoneInfo("Europe/Brussels")


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def slots(start: str, time: str | None = "18:00", **fields: Any) -> list[Slot]:
    clock = dt.time.fromisoformat(time) if time else None
    return expand(Rule(day(start), clock, **fields))


def days(start: str, **fields: Any) -> list[str]:
    return [slot.slot.isoformat() for slot in slots(start, **fields)]


@pytest.mark.parametrize(
    ("first", "before", "after"),
    [
        ("2026-10-20", "2026-10-20T16:00", "2026-10-27T17:00"),
        ("2027-03-23", "2027-03-23T17:00", "2027-03-30T16:00"),
        ("2027-10-26", "2027-10-26T16:00", "2027-11-02T17:00"),
    ],
)
def test_a_weekly_evening_stays_at_six_when_the_clocks_change(
    first: str, before: str, after: str
) -> None:
    found = slots(first, repeat=choices.WEEKLY, count=2)
    moments = [f"{slot.starts_at:%Y-%m-%dT%H:%M}" for slot in found]
    assert moments == [before, after]
    assert all(slot.starts_at.astimezone(BRUSSELS).hour == 18 for slot in found)


@pytest.mark.parametrize(("change", "hours"), [("2026-10-25", 25), ("2027-03-28", 23)])
def test_a_whole_day_lasts_from_midnight_to_midnight_however_long_it_is(
    change: str, hours: int
) -> None:
    (slot,) = slots(change, None)
    assert slot.ends_at - slot.starts_at == dt.timedelta(hours=hours)
    assert (slot.start_date, slot.end_date) == (day(change), day(change))
    assert slot.starts_at.astimezone(BRUSSELS).time() == dt.time(0)


def test_several_whole_days_end_at_the_midnight_after_the_last() -> None:
    (slot,) = slots("2026-12-24", None, ends_on=day("2026-12-25"))
    assert slot.ends_at.astimezone(BRUSSELS).date() == day("2026-12-26")
    assert slot.end_date == day("2026-12-25")


def test_an_evening_until_midnight_does_not_touch_the_next_day() -> None:
    rule = {"end_time": dt.time(0), "ends_on": day("2026-12-11")}
    (slot,) = slots("2026-12-10", "20:00", **rule)
    assert slot.end_date == day("2026-12-10")
    assert slot.ends_at - slot.starts_at == dt.timedelta(hours=4)


def test_without_an_end_an_event_lasts_two_hours_even_past_midnight() -> None:
    (slot,) = slots("2026-12-10", "23:00")
    assert slot.ends_at - slot.starts_at == dt.timedelta(hours=2)
    assert slot.end_date == day("2026-12-11")


def test_an_end_in_the_skipped_hour_is_never_before_the_beginning() -> None:
    (slot,) = slots("2027-03-28", "02:45", end_time=dt.time(3, 15))
    assert slot.ends_at >= slot.starts_at


def test_the_skipped_hour_is_a_gap_and_the_repeated_hour_is_not() -> None:
    assert is_in_gap(dt.datetime(2027, 3, 28, 2, 30), BRUSSELS)  # noqa: DTZ001
    assert not is_in_gap(dt.datetime(2026, 10, 25, 2, 30), BRUSSELS)  # noqa: DTZ001


def test_the_first_day_counts_even_when_its_weekday_was_not_ticked() -> None:
    assert days("2026-11-30", repeat=choices.WEEKLY, weekdays=(1,), count=4) == [
        "2026-11-30",
        "2026-12-01",
        "2026-12-07",
        "2026-12-08",
    ]


def test_the_31st_leaves_out_short_months_and_the_last_day_none() -> None:
    assert days("2026-12-31", repeat=choices.MONTHLY_DATE, count=3) == [
        "2026-12-31",
        "2027-01-31",
        "2027-03-31",
    ]
    assert days("2026-12-31", repeat=choices.MONTHLY_LAST_DAY, count=3) == [
        "2026-12-31",
        "2027-01-31",
        "2027-02-28",
    ]


def test_the_second_tuesday_follows_the_weekday_and_the_fifth_means_the_last() -> None:
    assert days("2026-12-08", repeat=choices.MONTHLY_WEEKDAY, count=2)[1] == "2027-01-12"
    assert days("2026-12-29", repeat=choices.MONTHLY_WEEKDAY, count=3) == [
        "2026-12-29",
        "2027-01-26",
        "2027-02-23",
    ]


def test_the_29th_of_february_comes_every_four_years() -> None:
    found = days("2028-02-29", repeat=choices.YEARLY, until=day("2037-01-01"))
    assert found == ["2028-02-29", "2032-02-29", "2036-02-29"]


def test_extra_dates_join_and_skipped_dates_leave() -> None:
    rule: dict[str, Any] = {"repeat": choices.WEEKLY, "count": 3}
    found = days("2026-12-01", extra=(day("2026-12-03"),), skipped=(day("2026-12-08"),), **rule)
    assert found == ["2026-12-01", "2026-12-03", "2026-12-15"]


def test_an_end_and_a_number_together_stop_at_whichever_comes_first() -> None:
    rule: dict[str, Any] = {"repeat": choices.DAILY, "until": day("2026-12-03")}
    assert len(days("2026-12-01", count=10, **rule)) == 3
    assert len(days("2026-12-01", count=2, **rule)) == 2


def test_the_horizon_cuts_a_series_but_never_a_single_date() -> None:
    horizon = dt.datetime(2027, 1, 1, tzinfo=dt.UTC)
    weekly = Rule(day("2026-12-22"), dt.time(18), repeat=choices.WEEKLY, count=10)
    assert len(expand(weekly, horizon)) == 2
    assert len(expand(Rule(day("2030-01-01")), horizon)) == 1


def test_no_rule_gives_more_than_the_limit() -> None:
    assert len(days("2026-01-01", repeat=choices.DAILY, until=day("2030-01-01"))) == HARD_LIMIT


def test_another_zone_keeps_its_own_wall_clock() -> None:
    (slot,) = slots("2026-12-10", "18:00", timezone="Europe/London")
    assert slot.starts_at.hour == 18


@settings(deadline=None, max_examples=60)
@given(
    start=st.dates(dt.date(2000, 1, 1), dt.date(2090, 1, 1)),
    time=st.none() | st.times(),
    repeat=st.sampled_from([code for code, _label in choices.REPEATS]),
    every=st.integers(1, 12),
    count=st.integers(1, 30),
    span=st.integers(0, 30),
    zone=st.sampled_from(["Europe/Brussels", "America/Sao_Paulo", "Asia/Kathmandu", "UTC"]),
)
def test_whatever_the_rule_dates_are_in_order_and_end_after_they_begin(
    start: dt.date, time: dt.time | None, repeat: str, every: int, count: int, span: int, zone: str
) -> None:
    rule = Rule(
        start,
        time,
        ends_on=start + dt.timedelta(days=span),
        timezone=zone,
        repeat=repeat,
        every=every,
        count=count,
        until=start + dt.timedelta(days=4000),
    )
    found = expand(rule)
    assert len(found) <= count
    assert [slot.slot for slot in found] == sorted({slot.slot for slot in found})
    for slot in found:
        assert slot.starts_at <= slot.ends_at
        assert slot.start_date <= slot.end_date
        assert (slot.end_date - slot.start_date).days <= span + 1
