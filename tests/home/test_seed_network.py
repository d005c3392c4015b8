"""The site that the seed of the real network makes: true to its sources, whole in both languages."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import Sum
from django.utils import translation

from wagtail.models import Page, Site

import pytest

from coffee.home.models import (
    BudgetState,
    HomePage,
    LeadPeriod,
    ProjectPage,
    SeedRecord,
    StandardPage,
)
from coffee.home.project_figures import state_views
from coffee.home.seed.network import seed_network
from coffee.home.seed.reading import read
from spaces.models import City, Partner, SpacePage, SpaceTariff, Station, TravelTime
from spaces.places import read_cities

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.test import Client

    from pytest_django.plugin import DjangoDbBlocker

    from tests.databases import CopiedDatabase

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def seeded(
    django_db_setup: None, worker_database: CopiedDatabase, django_db_blocker: DjangoDbBlocker
) -> Iterator[list[str]]:
    """The seeded site, written once for all tests of this file: none of them keeps what it writes."""
    with django_db_blocker.unblock():
        yield seed_network()
        worker_database.restore()


def test_the_site_begins_at_the_home_page_and_the_welcome_page_is_gone(seeded: list[str]) -> None:
    site = Site.objects.get(is_default_site=True)
    assert isinstance(site.root_page.specific, HomePage)
    assert [page.specific_class for page in Page.get_first_root_node().get_children()] == [HomePage]


def test_the_seven_places_are_there_in_both_languages(seeded: list[str]) -> None:
    kinds = list(SpacePage.objects.values_list("kind", flat=True))
    assert (kinds.count("space"), kinds.count("centre")) == (5, 2)
    for space in SpacePage.objects.live():
        assert sorted(space.languages()) == ["fr", "nl"], space
        assert space.first_published_at
        assert space.contact_email == ""
        assert not space.has_pin
        assert space.access.managers


def test_figures_are_dated_and_unknown_ones_are_missing(seeded: list[str]) -> None:
    keys = {
        space.slug: {fact.key for fact in space.facts.all()} for space in SpacePage.objects.all()
    }
    assert "members" in keys["mutualab"]
    assert "members" not in keys["esco"]
    assert "size" not in keys["switch"]
    assert SpacePage.objects.exclude(slug="switch").filter(hours_note={}).count() == 6


def test_computed_prices_agree_with_the_published_ones(seeded: list[str]) -> None:
    members = SpaceTariff.objects.filter(audience__key="member")
    assert members.count() == 6
    for member in members:
        public = SpaceTariff.objects.get(
            audience__key="public", space=member.space, unit=member.unit, amount=member.amount / Decimal("0.70")
        )  # fmt: skip
        assert public.labels == member.labels
        assert public.confidence == "computed"
        assert public.both_ways is not None
    unclear = SpaceTariff.objects.get(vat_mode="unknown")
    assert (unclear.amount, unclear.both_ways, unclear.approximate) == (Decimal(500), None, True)


def test_the_small_room_for_a_day_is_126_euros_with_tax(seeded: list[str]) -> None:
    both = SpaceTariff.objects.get(amount=105).both_ways
    assert both is not None
    assert both.incl == Decimal("126.00")


def test_all_pairs_of_stations_have_minutes(seeded: list[str]) -> None:
    assert (Station.objects.count(), TravelTime.objects.count()) == (5, 10)


def test_the_files_name_the_towns_alike(seeded: list[str]) -> None:
    listed = {row.key: row.labels for row in read_cities()}
    for key, row in read("network.yaml")["cities"].items():
        assert {code: listed[key][code] for code in ("fr", "nl")} == {
            "fr": row["fr"],
            "nl": row["nl"],
        }
        city = City.objects.get(key=key)
        assert (city.lat, city.lon) == (row["lat"], row["lon"])


def test_the_budget_of_2017_adds_up(seeded: list[str]) -> None:
    latest, first = state_views(BudgetState.objects.for_listing())
    assert (first.state.total, first.state.erdf) == (Decimal("1471233.86"), Decimal("735616.93"))
    sums = first.state.lines.aggregate(total=Sum("total"), erdf=Sum("erdf"))
    assert sums == {"total": Decimal("1471233.86"), "erdf": Decimal("735616.93")}
    assert {region.name: region.total for region in first.regions} == {
        str(dict(Partner.REGIONS)["WA"]): Decimal("1036428.82"),
        str(dict(Partner.REGIONS)["FR"]): Decimal("434805.04"),
    }
    assert (latest.state.total, latest.change, latest.lines) == (
        Decimal("1468967.57"), Decimal("-2266.29"), [],
    )  # fmt: skip


def test_the_lead_moved_in_july_2019(seeded: list[str]) -> None:
    project = ProjectPage.objects.get()

    def slug(day: dt.date) -> str:
        period = project.lead_at(day)
        assert period is not None
        return str(period.partner.slug)

    assert slug(dt.date(2019, 6, 30)) == "co-nnexion"
    assert slug(dt.date(2019, 7, 1)) == "switch"
    for period in LeadPeriod.objects.all():
        period.full_clean()


def test_associated_partners_have_no_share(seeded: list[str]) -> None:
    associated = Partner.objects.filter(role="associated")
    assert associated.count() == 2
    assert not associated.filter(budget_lines__isnull=False).exists()
    assert not associated.filter(space__isnull=False).exists()


def test_everything_that_was_written_is_valid(seeded: list[str]) -> None:
    for record in SeedRecord.objects.select_related("content_type"):
        row = record.content_type.get_object_for_this_type(pk=record.object_id)
        row.full_clean()


def test_nothing_real_is_marked_as_invented(seeded: list[str]) -> None:
    for model in (SpacePage, StandardPage, ProjectPage, HomePage):
        assert not model.objects.filter(is_demo=True).exists()


# --- the site that results


@pytest.mark.parametrize("language", ["fr", "nl"])
def test_every_seeded_page_opens_in_every_language(
    client: Client, seeded: list[str], language: str
) -> None:
    pages = [
        *SpacePage.objects.all(),
        *StandardPage.objects.all(),
        ProjectPage.objects.get(),
        HomePage.objects.get(),
    ]
    with translation.override(language):
        for page in pages:
            response = client.get(page.get_absolute_url())
            assert response.status_code == 200, page
            html = response.content.decode()
            assert html.count("<h1") == 1
            assert f'<html lang="{language}"' in html


def test_a_standard_page_is_found_by_its_duty_and_by_its_address(
    client: Client, seeded: list[str]
) -> None:
    page = StandardPage.objects.get(key="privacy")
    with translation.override("nl"):
        address = page.get_absolute_url()
        html = client.get(HomePage.objects.get().get_absolute_url()).content.decode()
    assert f'href="{address}"' in html[html.index('class="site-foot"') :]
    wrong: Any = client.get(address.replace(page_slug(address), "old-title"))
    assert (wrong.status_code, wrong.headers["Location"]) == (301, address)


def page_slug(address: str) -> str:
    """The readable part of `/nl/info/<slug>-<pk>/`."""
    return address.rstrip("/").rpartition("/")[2].rpartition("-")[0]
