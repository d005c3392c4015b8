"""The comparison: the same questions for all, prices never mixed, unknown stays unknown."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

import pytest

from spaces.comparison import Comparison, compare
from spaces.filters import PriceFilter
from spaces.models import OpeningHours, SpaceAmenity, SpaceFact, SpaceOffer, SpacePage
from tests.factories import make_space
from tests.spaces.makers import (
    TODAY,
    make_audience,
    make_minutes,
    make_offer_type,
    make_station,
    make_tariff,
    make_unit,
    make_vat,
)

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db


def compared(*spaces: SpacePage, **asked: str) -> Comparison:
    return compare(spaces, PriceFilter(**asked), TODAY)


def row_of(comparison: Comparison, label: str) -> list[bool]:
    row = next(row for row in comparison.rows if str(row.label) == label)
    return [cell.is_known for cell in row.cells]


def test_what_a_space_has_not_said_stays_unknown() -> None:
    told, silent = make_space(), make_space()
    SpaceFact.objects.create(page=told, key="members", value={"fr": "10"}, as_of="2013")
    comparison = compared(told, silent)
    members = str(dict(SpacePage.fact_keys())["members"])
    assert row_of(comparison, members) == [True, False]
    assert members in [str(row.label) for row in comparison.columns[1].unknown]


def test_the_newest_figure_counts() -> None:
    space = make_space()
    for year in ("2015", "2022", "2018"):
        SpaceFact.objects.create(page=space, key="members", value={"fr": year}, as_of=year)
    row = next(row for row in compared(space).rows if row.cells[0].fact and row.cells[0].fact.as_of)
    assert row.cells[0].fact.as_of == "2022"


def test_a_no_is_an_answer_and_wins_over_the_page() -> None:
    space = make_space()
    kitchen = make_offer_type("kitchen")
    SpaceAmenity.objects.create(page=space, offer_type=kitchen)
    SpaceOffer.objects.create(space=space, offer_type=kitchen, availability="no")
    cell = next(row for row in compared(space).rows if str(row.label) == "Kitchen").cells[0]
    assert cell.no
    assert not cell.yes


def test_units_and_audiences_are_never_mixed() -> None:
    make_vat("BE", "0.21")
    space = make_space()
    make_tariff(space, "20", unit=make_unit("day"))
    make_tariff(space, "250", unit=make_unit("month", 9600))
    make_tariff(space, "14", unit=make_unit("day"), audience=make_audience("member"))
    rows = [row.price_row for row in compared(space).prices]
    assert [(row.unit.key, row.audience.key, row.is_public) for row in rows if row] == [
        ("day", "public", True), ("day", "member", False), ("month", "public", True),
    ]  # fmt: skip


def test_prices_without_a_word_on_tax_come_last_and_alone() -> None:
    make_vat("BE", "0.21")
    space = make_space()
    make_tariff(space, "500", vat_mode="unknown", labels={"fr": "Abonnement"})
    make_tariff(space, "700", labels={"fr": "Autre"})
    (row,) = compared(space).prices
    known, unknown = row.cells[0].prices
    assert (known.first, known.second) == (Decimal(847), Decimal(700))
    assert (unknown.first, unknown.second) == (Decimal(500), None)


def test_a_price_that_is_over_is_left_out() -> None:
    make_vat("BE", "0.21")
    space = make_space()
    make_tariff(space, "10", valid_until=TODAY - dt.timedelta(days=1))
    assert compared(space).prices == []


def test_the_reader_chooses_which_figure_comes_first() -> None:
    make_vat("FR", "0.20")
    space = make_space(country="FR")
    make_tariff(space, "105")
    for first_kind, expected in (("incl", "126.00"), ("excl", "105.00")):
        (row,) = compared(space, first_kind=first_kind).prices
        assert str(row.cells[0].prices[0].first) == expected


def test_filters_of_the_prices_ignore_what_no_price_has() -> None:
    make_vat("BE", "0.21")
    space = make_space()
    make_tariff(space, "10", unit=make_unit("day"))
    make_tariff(space, "5", unit=make_unit("hour", 60))
    assert len(compared(space, unit="hour").prices) == 1
    assert len(compared(space, unit="century", offer_type="\x00", audience="x" * 500).prices) == 2


@pytest.mark.parametrize("language", ["fr", "nl"])
def test_the_page_shows_both_figures_as_the_language_writes_them(
    client: Client, language: str
) -> None:
    make_vat("FR", "0.20")
    make_tariff(make_space(country="FR"), "105.50")
    with translation.override(language):
        html = client.get(reverse("spaces:compare")).content.decode()
    shown = {"fr": "126,60\xa0€", "nl": "€\xa0126,60"}[language]
    assert shown.replace("\xa0", " ") in html.replace("\xa0", " ")


def test_the_ticked_spaces_are_compared_and_nonsense_means_all(client: Client) -> None:
    one, two = make_space("Premier lieu"), make_space("Second lieu")
    path = reverse("spaces:compare")

    def columns(query: str) -> int:
        html = client.get(path + query).content.decode()
        head = html[html.index('<table class="compare"') :]
        return head[: head.index("</thead>")].count('scope="col"')

    assert columns("") == 2
    assert columns(f"?space={one.slug}") == 1
    assert columns(f"?space={two.slug}&space=nowhere") == 1
    assert columns("?space=nowhere&space=%00") == 2


def test_a_filtered_page_stays_out_of_the_index(client: Client) -> None:
    make_space()
    path = reverse("spaces:compare")
    assert "noindex" not in client.get(path).content.decode()
    assert "noindex" in client.get(path + "?type=nothing").content.decode()


def fill(count: int) -> None:
    make_vat("BE", "0.21")
    stations = [make_station(f"station-{number}") for number in range(count)]
    for number, station in enumerate(stations):
        space = make_space(station=station)
        make_tariff(space, "10")
        SpaceOffer.objects.create(space=space, offer_type=make_offer_type("kitchen"))
        SpaceFact.objects.create(page=space, key="size", value={"fr": "1"}, as_of="2013")
        OpeningHours.objects.create(page=space, weekday=0, opens=dt.time(8), closes=dt.time(18))
        if number:
            make_minutes(stations[number - 1], station, 10, 20)


@pytest.mark.parametrize("language", ["fr", "nl"])
def test_fifty_spaces_cost_as_many_queries_as_seven(client: Client, language: str) -> None:
    with translation.override(language):
        path = reverse("spaces:compare")

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(path).status_code == 200
        return len(captured)

    fill(7)
    few = queries()
    assert few <= 8
    for _number in range(43):
        make_tariff(make_space(station=make_station("station-1")), "12")
    assert queries() == few


def test_without_styles_the_table_reads_in_order(client: Client) -> None:
    fill(2)
    html = client.get(reverse("spaces:compare")).content.decode()
    table = html[html.index('<table class="compare"') : html.index("</table>")]
    assert "<caption" in table
    assert table.count('scope="row"') == table.count("<tr>") - 1 - table.count('scope="rowgroup"')
    assert 'style="' not in html


def test_the_download_opens_in_a_spreadsheet_and_runs_nothing(client: Client) -> None:
    make_vat("FR", "0.20")
    make_tariff(make_space("=HYPERLINK(1)", country="FR"), "1105.50")
    response = client.get(reverse("spaces:compare-csv") + "?tva=ht")
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    text = response.content.decode("utf-8")
    assert text.startswith("\ufeff")
    row = text.splitlines()[1].split(";")
    assert row[0] == "'=HYPERLINK(1)"
    assert row[5:8] == ["1105,50", "1105,50", "1326,60"]


def test_every_ring_of_the_table_has_a_palette(client: Client) -> None:
    make_space(accent="olive")
    html = client.get(reverse("spaces:compare")).content.decode()
    assert set(re.findall(r'data-accent="(\w+)"', html)) == {"olive"}
