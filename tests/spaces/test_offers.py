"""Prices before and after tax, and when a price is no price any more."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.core.exceptions import ValidationError

import pytest

from spaces.models import SpaceTariff, VatRate
from spaces.offers import BothWays, both_ways, freshness, is_over, periods_overlap, rate_on
from tests.factories import make_space
from tests.spaces.makers import TODAY, make_tariff, make_vat

FRANCE, BELGIUM = Decimal("0.20"), Decimal("0.21")


def tariff(amount: str, mode: str, rate: Decimal | None = None) -> SpaceTariff:
    return SpaceTariff(amount=Decimal(amount), vat_mode=mode, vat_rate=rate)


@pytest.mark.parametrize(
    ("amount", "mode", "rate", "expected"),
    [
        ("105", "excluded", FRANCE, ("105.00", "126.00")),
        ("105", "excluded", BELGIUM, ("105.00", "127.05")),
        ("126", "included", FRANCE, ("105.00", "126.00")),
        ("50", "exempt", None, ("50.00", "50.00")),
        # Half a cent goes up, and not to the even cent: 0.125 is 0.13.
        ("0.10", "excluded", Decimal("0.25"), ("0.10", "0.13")),
        ("0", "excluded", FRANCE, ("0.00", "0.00")),
    ],
)
def test_a_price_has_two_readings(
    amount: str, mode: str, rate: Decimal | None, expected: tuple[str, str]
) -> None:
    found = both_ways(tariff(amount, mode, rate))
    assert found == BothWays(Decimal(expected[0]), Decimal(expected[1]))


@pytest.mark.parametrize("mode", ["unknown", "excluded", "included"])
def test_without_a_statement_or_a_rate_there_is_no_second_figure(mode: str) -> None:
    assert both_ways(tariff("500", mode)) is None


def test_a_price_with_unknown_tax_has_no_second_figure_even_with_a_rate() -> None:
    assert both_ways(tariff("500", "unknown", FRANCE)) is None


def test_the_rate_is_that_of_the_country_and_the_day() -> None:
    until = VatRate(country="FR", rate=Decimal("0.196"), valid_until=dt.date(2013, 12, 31))
    since = VatRate(country="FR", rate=FRANCE, valid_from=dt.date(2014, 1, 1))
    rates = [since, until, VatRate(country="BE", rate=BELGIUM)]
    assert rate_on("FR", dt.date(2013, 12, 31), rates) == Decimal("0.196")
    assert rate_on("FR", dt.date(2014, 1, 1), rates) == FRANCE
    assert rate_on("NL", TODAY, rates) is None


def test_a_price_grows_old() -> None:
    def checked(days: int) -> str:
        return freshness(SpaceTariff(verified_on=TODAY - dt.timedelta(days=days)), TODAY)

    assert [checked(365), checked(366), checked(730), checked(731)] == [
        "fresh",
        "stale",
        "stale",
        "old",
    ]
    assert freshness(SpaceTariff(), TODAY) == "old"


def test_a_price_holds_on_its_last_day() -> None:
    assert not is_over(SpaceTariff(valid_until=TODAY), TODAY)
    assert is_over(SpaceTariff(valid_until=TODAY - dt.timedelta(days=1)), TODAY)
    assert not is_over(SpaceTariff(), TODAY)


def test_periods_overlap_unless_one_ends_before_the_other_begins() -> None:
    first = SpaceTariff(valid_until=dt.date(2026, 6, 30))
    second = SpaceTariff(valid_from=dt.date(2026, 7, 1))
    assert not periods_overlap(first, second)
    assert not periods_overlap(second, first)
    assert periods_overlap(first, SpaceTariff(valid_from=dt.date(2026, 6, 30)))
    assert periods_overlap(SpaceTariff(), SpaceTariff())


@pytest.mark.django_db
def test_a_change_of_the_law_does_not_rewrite_published_prices() -> None:
    rate = make_vat("FR", "0.20")
    published = make_tariff(make_space(country="FR"))
    rate.rate = Decimal("0.25")
    rate.save()
    published.approximate = True
    published.save()
    published.refresh_from_db()
    assert published.both_ways == BothWays(Decimal("105.00"), Decimal("126.00"))


@pytest.mark.django_db
def test_a_price_before_tax_needs_a_rate_for_its_country() -> None:
    make_vat("BE", "0.21")
    with pytest.raises(ValidationError) as refused:
        make_tariff(make_space(country="FR")).full_clean()
    assert "vat_mode" in refused.value.message_dict


@pytest.mark.django_db
def test_two_prices_for_one_thing_name_each_other() -> None:
    make_vat("BE", "0.21")
    space = make_space()
    make_tariff(space, "10", valid_until=dt.date(2026, 6, 30), labels={"fr": "Table"})
    later = make_tariff(space, "12", valid_from=dt.date(2026, 7, 1), labels={"fr": "Table"})
    later.full_clean()
    later.valid_from = dt.date(2026, 6, 1)
    with pytest.raises(ValidationError, match="Table 10"):
        later.full_clean()
    later.labels = {"fr": "Bureau fermé"}
    later.full_clean()


@pytest.mark.django_db
@pytest.mark.parametrize("amount", ["-1", "100000", "1.005"])
def test_absurd_amounts_are_refused(amount: str) -> None:
    make_vat("BE", "0.21")
    wrong = make_tariff(make_space())
    wrong.amount = Decimal(amount)
    with pytest.raises(ValidationError) as refused:
        wrong.full_clean()
    assert list(refused.value.message_dict) == ["amount"]
